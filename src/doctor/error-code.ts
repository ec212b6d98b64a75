/** The code of an error of Node, of a driver or of OpenSSL; empty where it has none. */
export function errorCode(error: unknown): string {
  return String(readProperty(error, 'code') ?? '');
}

/** The HTTP status that an error tells of. */
export function errorStatus(error: unknown): number | undefined {
  const status = readProperty(error, 'status');
  return typeof status === 'number' ? status : undefined;
}

function readProperty(error: unknown, name: string): unknown {
  return typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
}
