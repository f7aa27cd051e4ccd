import { type PageSpeech, pageSpeechIn } from './pages/page-speech.ts'

const titles: Readonly<Record<string, string>> = { lab: 'JupyterLab', rstudio: 'RStudio' }

const english = pageSpeechIn('en')

/** What an app's label means to a person: `JupyterLab on ana-desk` for `ana-desk-lab`. */
export function appTitle(label: string, speech: PageSpeech = english): string {
  const instance = /^(.+)-[^-]+$/.exec(label)?.[1]
  if (instance === undefined) return label
  return speech.text('{app} on {instance}', { app: shortAppTitle(label, speech), instance })
}

/** Without the instance: `JupyterLab`. */
export function shortAppTitle(label: string, { text }: PageSpeech): string {
  const app = label.split('-').at(-1) ?? ''
  return titles[app] ?? (app === 'term' ? text('Terminal') : text('Port {port}', { port: app }))
}
