// Which modules the usual commands run: they are tried, and V8 counts.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { moduleMarks } from './parts.js'

const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels:
    app: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: "nginx:1.27"
          ports:
            - containerPort: 80
`

/**
 * Runs the program (CommonJS, as esbuild wrote it) as a user would, in a new folder under `root`: there it finds its packages as it will.
 * The paths of the modules of which a function was called.
 */
export function usedModules(linked, root) {
  const folder = mkdtempSync(join(root, '.trial-'))
  try {
    writeFileSync(join(folder, 'program.cjs'), linked.code)
    writeFileSync(join(folder, 'web.yaml'), MANIFEST)
    // The first command makes the cluster, which happens once.
    run(folder, undefined, 'get', 'nodes')
    run(folder, 'counts', 'apply', '-f', join(folder, 'web.yaml'))
    run(folder, 'counts', 'get', 'pods')
    run(folder, 'counts', 'get', 'deployment', 'web')
    return calledModules(linked, join(folder, 'counts'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const DRIVER = `const { main, terminal } = require('./program.cjs')
main(process.argv.slice(1), terminal(process)).then(code => process.exit(code))`

function run(folder, counts, ...argv) {
  const { NODE_V8_COVERAGE: _, KUBESIM_STATE: __, ...env } = process.env
  const { status, stderr } = spawnSync(process.execPath, ['-e', DRIVER, '--', ...argv], {
    cwd: folder,
    env: {
      ...env,
      KUBESIM_HOME: join(folder, 'home'),
      KUBESIM_CLOCK: 'virtual',
      ...(counts ? { NODE_V8_COVERAGE: join(folder, counts) } : {}),
    },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${argv.join(' ')}: ${stderr}`)
}

function calledModules(linked, counts) {
  const marks = moduleMarks(linked)
  const moduleAt = at => marks.findLast(({ start }) => start <= at)?.path
  const called = new Set()
  for (const file of readdirSync(counts)) {
    const { result } = JSON.parse(readFileSync(join(counts, file), 'utf8'))
    const { functions } = result.find(({ url }) => url.endsWith('program.cjs'))
    for (const { functionName, ranges } of functions) {
      const path = ranges[0].count > 0 && moduleAt(ranges[0].startOffset)
      // The function called like the module evaluates it: that happens to all.
      if (path && functionName !== path && ranges[0].startOffset > 0) called.add(path)
    }
  }
  return called
}
