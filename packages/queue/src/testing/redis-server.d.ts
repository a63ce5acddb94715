/** A Redis of a test's own on 127.0.0.1. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Starts it again on the same port with what its files hold. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}
/**
 * Starts a server: the machine's redis-server or valkey-server, else Debian's packages, downloaded and unpacked without
 * installing them. Null where none can be had: its tests are then skipped.
 */
export declare function startRedis(...settings: string[]): Promise<RedisServer | null>;
/** Everything that a server holds, as one text. */
export declare function dumpRedis(url: string): Promise<string>;
