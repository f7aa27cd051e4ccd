const titles: Readonly<Record<string, string>> = { lab: 'JupyterLab', term: 'Terminal', rstudio: 'RStudio' }

/** What an app's label means to a person: `JupyterLab on ana-desk` for `ana-desk-lab`. */
export function appTitle(label: string): string {
  const instance = /^(.+)-[^-]+$/.exec(label)?.[1]
  return instance === undefined ? label : `${shortAppTitle(label)} on ${instance}`
}

/** Without the instance: `JupyterLab`. */
export function shortAppTitle(label: string): string {
  const app = label.split('-').at(-1) ?? ''
  return titles[app] ?? `Port ${app}`
}
