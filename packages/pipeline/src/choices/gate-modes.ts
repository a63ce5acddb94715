export const GATE_MODES = ["fail-on-worse", "require-not-worse"] as const;
/** `fail-on-worse` stops what is shown to be worse; `require-not-worse` lets pass only what is shown not to be. */
export type GateMode = (typeof GATE_MODES)[number];
