/** As the language writes it: `€1.20`, `1,20 €`. */
export function money(amount: number, currency: string, language: string): string {
  return new Intl.NumberFormat(language, { style: 'currency', currency }).format(amount)
}
