/**
 * Fewer phrasings are too little evidence about others: the simulated intervals of 2 and 3 have 84 to 94 %
 * coverage.
 */
export const FEWEST_PHRASINGS = 4;
