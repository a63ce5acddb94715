import type { TextDistance } from "@sameseed/runner";

/** Distance by sentence embeddings where the optional package is installed; undefined where it is not. */
export async function embeddingDistance(): Promise<(TextDistance & { close(): Promise<void> }) | undefined> {
  const loaded = await import("@sameseed/embedding").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ERR_MODULE_NOT_FOUND") return null;
    throw error;
  });
  if (loaded === null) return undefined;
  const { cosineDistance, embedder } = loaded;
  const embedding = embedder();
  return {
    id: embedding.id,
    async between(texts) {
      const vectors = await embedding.embed(texts);
      const pairs = vectors.flatMap((left, place) =>
        vectors.slice(place + 1).map((right) => cosineDistance(left, right)),
      );
      return pairs.length === 0 ? null : pairs.reduce((sum, distance) => sum + distance, 0) / pairs.length;
    },
    close: () => embedding.close(),
  };
}
