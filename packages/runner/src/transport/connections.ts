import type { Dispatcher } from "undici";

/** Where requests go: one connection each while they are in flight. */
export interface Connections {
  /** A connection for one request. */
  take(): Dispatcher;
  /** To be called when the request has ended, well or not: the next one may have the connection. */
  give(connection: Dispatcher): void;
  destroy(): Promise<void>;
}

/**
 * As many connections as there are requests in flight, and the one that was used last goes first. undici's Pool keeps a
 * connection from the next request until the turn of the event loop is over, so that a busy run opens twice as many; it also
 * looks at all of them for each request. `open` makes one, which connects with its first request, and again where it was closed.
 */
export function connectionsOf(open: () => Dispatcher): Connections {
  const all: Dispatcher[] = [];
  const free: Dispatcher[] = [];
  return {
    take() {
      const last = free.pop();
      if (last !== undefined) return last;
      const opened = open();
      all.push(opened);
      return opened;
    },
    give: (connection) => void free.push(connection),
    destroy: async () => void (await Promise.all(all.map((connection) => connection.destroy()))),
  };
}

/** For a dispatcher that has connections of its own. */
export function sharedConnection(dispatcher: Dispatcher): Connections {
  return { take: () => dispatcher, give: () => {}, destroy: () => dispatcher.destroy() };
}
