export const GATE_MODES = ["fail-on-worse", "require-not-worse"] as const;
/**
 * `fail-on-worse` fails on a variant that is significantly worse; `require-not-worse` passes only one that is
 * shown not to be worse.
 */
export type GateMode = (typeof GATE_MODES)[number];
