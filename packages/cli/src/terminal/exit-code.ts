/**
 * 0 success, 1 failed trials or a failed gate, 2 usage or configuration, 3 an undecided gate, 130 stopped by
 * Ctrl-C.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 130;
