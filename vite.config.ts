// Builds the web application of `web/` into static files: node node_modules/vite/bin/vite.js build --outDir FOLDER.

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'web',
  base: '/studio/',
  // The server puts the nonce of each answer in this place (src/http/studio).
  html: { cspNonce: '__CARREL_NONCE__' },
  plugins: [react()],
  build: { target: 'es2023', modulePreload: { polyfill: false }, assetsInlineLimit: 0, emptyOutDir: true },
})
