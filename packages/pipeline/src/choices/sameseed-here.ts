/** Variable with the address of the `sameseed` that runs. Processes that it starts for scripts inherit it. */
export const SAMESEED_HERE = "SAMESEED_HERE";
