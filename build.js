// Bundles src into dist; see ARCHITECTURE.md, "Start-up".
import { build } from 'esbuild'
import { existsSync } from 'node:fs'
if (existsSync('src/main.ts')) {
  await build({
    entryPoints: ['src/main.ts'],
    outfile: 'dist/kubesim.cjs',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    minify: true,
    legalComments: 'none',
    external: ['@photostructure/sqlite', 'node:sqlite'],
  })
}
