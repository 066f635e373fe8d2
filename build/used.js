// What the usual commands run: they are tried, and V8 counts.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { moduleMarks } from './modules.js'

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

const OTHER = JSON.stringify({
  apiVersion: 'v1',
  kind: 'List',
  items: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'api' },
      spec: {
        selector: { matchLabels: { app: 'api' } },
        template: {
          metadata: { labels: { app: 'api' } },
          spec: { containers: [{ name: 'api', image: 'nginx:1.27' }] },
        },
      },
    },
  ],
})

/**
 * Runs the program and the reader (CommonJS, as esbuild wrote them) as a user would, in a new folder under `root`: there they find
 * their packages as they will. Of each, what it has to be quick at uses: see usesIn.
 */
export function usualCommands({ program, reader }, root) {
  const folder = mkdtempSync(join(root, '.trial-'))
  try {
    writeFileSync(join(folder, 'program.cjs'), program.code)
    writeFileSync(join(folder, 'reader.cjs'), reader.code)
    writeFileSync(join(folder, 'web.yaml'), MANIFEST)
    writeFileSync(join(folder, 'api.json'), OTHER)
    // The first command makes the cluster, which happens once.
    run(folder, 'program', undefined, 'get', 'nodes')
    run(folder, 'program', 'writes', 'apply', '-f', join(folder, 'web.yaml'))
    run(folder, 'program', undefined, 'rollout', 'status', 'deployment/web')
    run(folder, 'program', 'writes', 'apply', '-f', join(folder, 'api.json'))
    for (const [bundle, counts] of [
      ['program', 'looks'],
      ['reader', 'reads'],
    ]) {
      run(folder, bundle, counts, 'get', 'pods')
      run(folder, bundle, counts, 'get', 'deployment', 'web')
    }
    const [writes, looks] = ['writes', 'looks'].map(counts => usesIn(program, 'program', join(folder, counts)))
    const reads = usesIn(reader, 'reader', join(folder, 'reads'))
    return { program: { ...writes, modules: new Set([...writes.modules, ...looks.modules]) }, reader: reads }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const DRIVER = `const { main, terminal } = require(process.argv[1])
main(process.argv.slice(2), terminal(process)).then(code => process.exit(code))`

function run(folder, bundle, counts, ...argv) {
  const { NODE_V8_COVERAGE: _, KUBESIM_STATE: __, ...env } = process.env
  const { status, stderr } = spawnSync(process.execPath, ['-e', DRIVER, '--', `./${bundle}.cjs`, ...argv], {
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

/**
 * By the modules' paths, which are used; whether a function, by its node, is called; and whether what stands at a place inside a
 * function is run.
 */
function usesIn(linked, bundle, counts) {
  const marks = moduleMarks(linked)
  const moduleAt = at => marks.findLast(({ start }) => start <= at)?.path
  const modules = new Set()
  const starts = new Set()
  const runs = readdirSync(counts).map(file => {
    const { result } = JSON.parse(readFileSync(join(counts, file), 'utf8'))
    return result.find(({ url }) => url.endsWith(`${bundle}.cjs`)).functions
  })
  for (const { functionName, ranges } of runs.flat()) {
    const [{ count, startOffset }] = ranges
    if (count === 0 || startOffset === 0) continue
    starts.add(startOffset)
    // The function called like the module evaluates it: that happens to all.
    const path = moduleAt(startOffset)
    if (path && functionName !== path) modules.add(path)
  }
  const lines = runs.map(functions => timeline(functions, linked.code.length))
  const isRun = at => lines.some(line => line[at] === 1)
  return { modules, isCalled: ({ start }) => starts.has(start), isRun }
}

/** By letter of the text, whether it is run: of ranges within ranges, the inner ones know. */
function timeline(functions, length) {
  const line = new Uint8Array(length)
  const ranges = functions
    .flatMap(one => one.ranges)
    .sort((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset)
  for (const { count, startOffset, endOffset } of ranges) line.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  return line
}
