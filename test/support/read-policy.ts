/** The directives of a Content-Security-Policy, by name. */
export function readPolicy(header: string | null | undefined): Record<string, string> {
  return Object.fromEntries(
    (header ?? '').split(';').map((directive) => directive.split(/ (.*)/).slice(0, 2)),
  );
}
