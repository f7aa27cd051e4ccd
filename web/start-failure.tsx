// What is shown when nobody could be signed in: the reason, and the way to try again. It uses nothing that may have failed.

export function StartFailure({ error }: { readonly error: unknown }) {
  return (
    <main className="start-failure">
      <h1>Carrel Studio could not start</h1>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <p>
        <a href="/studio/">Try again</a>
      </p>
    </main>
  )
}
