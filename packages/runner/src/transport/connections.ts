import type { Dispatcher } from "undici";

/** Outcome of a request. `closed`: the connection was closed before the first byte of an answer. */
export type RequestEnd = "answered" | "closed" | "failed";

/** The connections for requests. Each request in flight has a separate one. */
export interface Connections {
  /** A connection for one request. */
  take(): Dispatcher;
  /** To be called when the request has ended: the next one may have the connection. */
  give(connection: Dispatcher, end: RequestEnd): void;
  /** False if the service closes the connection after each answer without announcing it. Requests should then send `Connection: close`. */
  isKept(): boolean;
  destroy(): Promise<void>;
}

/**
 * As many connections as there are requests in flight, with the last used one first. undici's Pool reserves a
 * connection until the turn of the event loop is over, which makes a busy run open twice as many; it also
 * scans all of them for each request. `open` makes one, which connects with its first request, and again
 * after it was closed. A service that closes after each answer without announcing it loses the request that
 * follows at once, so it is detected.
 */
export function connectionsOf(open: () => Dispatcher): Connections {
  /** Answers on each connection since it opened. */
  const answers = new Map<Dispatcher, number>();
  const free: Dispatcher[] = [];
  const second = { answered: 0, closed: 0 };
  const opened = (): Dispatcher => {
    const connection = open();
    answers.set(connection, 0);
    return connection.on("connect", () => answers.set(connection, 0));
  };
  return {
    take: () => free.pop() ?? opened(),
    give(connection, end) {
      free.push(connection);
      const before = answers.get(connection)!;
      if (before === 1 && end !== "failed") second[end]++;
      if (end === "answered") answers.set(connection, before + 1);
    },
    isKept: () => second.closed < 2 || second.closed <= second.answered,
    destroy: async () => void (await Promise.all(answers.keys().map((connection) => connection.destroy()))),
  };
}

/** For a dispatcher with its own connections. */
export function sharedConnection(dispatcher: Dispatcher): Connections {
  return { take: () => dispatcher, give: () => {}, isKept: () => true, destroy: () => dispatcher.destroy() };
}
