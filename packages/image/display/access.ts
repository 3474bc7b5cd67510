/** Who may come in: whoever knows the token and calls the server by its own name. */
export interface Door {
  readonly token: string;
  /** As addresses spell it, IPv6 in brackets. */
  readonly hostname: string;
}

/** The headers of a request that decide. */
export interface Caller {
  readonly host?: string | undefined;
  readonly origin?: string | undefined;
}

/**
 * Returns the path behind the token, or null if the request is refused: without the token; with a host name that is not the
 * server's, as after a name was bound to another address to deceive the browser; or from another site's page.
 */
export function enter(url: string, { host, origin }: Caller, { token, hostname }: Door): string | null {
  const path = url.split("?")[0]!, prefix = `/${token}/`;
  if (!path.startsWith(prefix) || host === undefined) return null;
  // Any port: a tunnel may lead here from another one.
  const name = host.replace(/:\d+$/, "").toLowerCase();
  if (!["127.0.0.1", "localhost", "[::1]", hostname.toLowerCase()].includes(name)) return null;
  if (origin !== undefined && origin !== `http://${host}`) return null;
  return path.slice(prefix.length);
}

/** Returns a new token of 128 random bits. */
export function newToken(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toHex();
}
