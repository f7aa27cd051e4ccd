// Chromium gives up what it is loading when a network of the machine comes or goes, as Docker's do: a page of which a part
// did not arrive is loaded once more.
;(() => {
  const key = 'carrel.loaded-again'
  addEventListener(
    'error',
    ({ target }) => {
      const isPart = target instanceof HTMLScriptElement || target instanceof HTMLLinkElement
      const last = Number(sessionStorage.getItem(key))
      if (!isPart || Date.now() - last < 5_000) return
      sessionStorage.setItem(key, String(Date.now()))
      location.reload()
    },
    true,
  )
})()
