/** Throws unless `conf` is a confidence level strictly between 0 and 1. */
export function requireConfidence(conf: number, name = "conf"): void {
  if (typeof conf !== "number" || !(conf > 0 && conf < 1)) {
    throw new RangeError(`${name} must lie strictly between 0 and 1, got ${String(conf)}`);
  }
}

/** Throws unless `value` is a probability in [0, 1]. */
export function requireProbability(value: number, name: string): void {
  if (typeof value !== "number" || !(value >= 0 && value <= 1)) {
    throw new RangeError(`${name} must lie in [0, 1], got ${String(value)}`);
  }
}

/** Throws unless `value` is an integer of 0 or more. */
export function requireCount(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${name} must be an integer of 0 or more, got ${String(value)}`);
  }
}

/** Throws unless `value` is an integer of `least` or more. */
export function requireAtLeast(value: number, least: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`${name} must be an integer of ${least} or more, got ${String(value)}`);
  }
}

/** Throws unless `value` is a finite number. */
export function requireFinite(value: number, name: string): void {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new RangeError(`${name} must be a finite number, got ${String(value)}`);
  }
}

/** Throws unless `value` is a finite number above 0. */
export function requirePositive(value: number, name: string): void {
  requireFinite(value, name);
  if (value <= 0) throw new RangeError(`${name} must be above 0, got ${value}`);
}

/** Throws unless `value` is a finite number of 0 or more. */
export function requireNonNegative(value: number, name: string): void {
  requireFinite(value, name);
  if (value < 0) throw new RangeError(`${name} must be 0 or more, got ${value}`);
}

/** Throws unless both arrays have the same length. */
export function requireSameLength(left: ArrayLike<unknown>, right: ArrayLike<unknown>, names: string): void {
  if (left.length !== right.length) {
    throw new RangeError(`${names} must have equal length, got ${left.length} and ${right.length}`);
  }
}
