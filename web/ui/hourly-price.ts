/** Of one hour, with the places that small prices need: `€0.0042`. */
export function hourlyPrice(price: { perHour: number; currency: string }, language: string): string {
  const format = { style: 'currency', currency: price.currency, maximumFractionDigits: 4 } as const
  return new Intl.NumberFormat(language, format).format(price.perHour)
}
