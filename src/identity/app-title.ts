const titles: Readonly<Record<string, string>> = { lab: 'JupyterLab', term: 'the terminal' }

/** What an app's label means to a person: `JupyterLab on ana-desk` for `ana-desk-lab`. */
export function appTitle(label: string): string {
  const [, instance, app = ''] = /^(.+)-([^-]+)$/.exec(label) ?? []
  return instance === undefined ? label : `${titles[app] ?? `port ${app}`} on ${instance}`
}
