import { resolve } from 'node:path'
import type { Installation } from '../config.ts'
import type { UpOptions } from './options.ts'
import { StepFailure } from './step-failure.ts'

type TemplateLinks = NonNullable<Installation['templateLinks']>

/** What the options of `up` say about where templates come from; nothing for what they leave as it was. */
export function templateLinksFrom({
  templateMirror,
  privateTemplates,
}: Pick<UpOptions, 'templateMirror' | 'privateTemplates'>): Partial<TemplateLinks> {
  return {
    ...(templateMirror === undefined ? {} : { mirrors: (templateMirror || []).map(mirrorFrom) }),
    ...(privateTemplates === undefined ? {} : { allowsPrivate: privateTemplates, allowsHttp: privateTemplates }),
  }
}

function mirrorFrom(text: string): TemplateLinks['mirrors'][number] {
  const [, prefix, place] = /^(https?:\/\/[^=\s/?#]+\/[^=\s?#]*)=(.+)$/.exec(text) ?? []
  if (prefix === undefined || place === undefined) {
    throw new StepFailure(
      `'${text}' is no mirror`,
      'write the beginning of an address, "=", and a folder or another address: https://raw.githubusercontent.com/=/srv/templates',
    )
  }
  const isAddress = /^https?:\/\//.test(place)
  return { prefix: withSlash(prefix), to: isAddress ? withSlash(place) : resolve(place) }
}

function withSlash(address: string): string {
  return address.endsWith('/') ? address : `${address}/`
}
