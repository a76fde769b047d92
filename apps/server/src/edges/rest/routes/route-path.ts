/** The path of `endpoints` in fastify's notation: `{connID}` becomes `:connID`. */
export function routePath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
