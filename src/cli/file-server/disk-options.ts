import { bad } from '../cluster/cluster-options.ts'

/** Throws `CliFailure` for what is no number of disks or gigabytes. */
export function wholeIn(text: string, { name, most }: { readonly name: string; readonly most: number }): number {
  const number = /^[1-9]\d{0,5}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= most) return number
  throw bad(`'${text}' cannot be ${name}.`, `give a whole number from 1 to ${most}`)
}
