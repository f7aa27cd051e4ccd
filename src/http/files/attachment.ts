/** A `Content-Disposition` by which a browser stores the answer under this name and never shows it. */
export function attachment(name: string): string {
  // RFC 8187 has these encoded too, which encodeURIComponent leaves.
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `attachment; filename*=UTF-8''${encoded}`
}
