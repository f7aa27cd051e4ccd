// The look of the gateway's pages: the browser's own fonts and colours, little else.

export const style = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #57606a; --paper: #f6f7f9; --card: #fff; --line: #d8dde3; --act: #0b5cad; --act-ink: #fff }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebee; --soft: #a2abb5; --paper: #14171a; --card: #1d2125; --line: #363c43; --act: #79b8ff; --act-ink: #0b1622 }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 34rem; padding: 2rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem }
h1 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.3; overflow-wrap: anywhere }
p { margin: 0 0 .75rem; overflow-wrap: anywhere }
ol { list-style: none; margin: 1rem 0; padding: 0; color: var(--soft); font-variant-numeric: tabular-nums }
li { display: flex; justify-content: space-between; gap: 1rem; padding: .25rem 0; border-bottom: 1px solid var(--line) }
li[aria-current] { color: var(--ink); font-weight: 600 }
.note { color: var(--soft); font-size: .9375rem }
button { font: inherit; font-weight: 600; padding: .625rem 1.25rem; border: 0; border-radius: .5rem; background: var(--act); color: var(--act-ink); cursor: pointer }
a { color: var(--act) }
:focus-visible { outline: 3px solid var(--act); outline-offset: 3px }
`
