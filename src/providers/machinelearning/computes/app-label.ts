/** The one DNS label under which an app of an instance has its origin. Always ends in the app, so no two can be read alike. */
export function appLabel(instance: string, app: string): string {
  return `${instance.toLowerCase()}-${app}`
}
