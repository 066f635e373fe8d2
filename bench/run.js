// npm run bench: what the speed of commands is, as ratios to `node -e 0` measured side by side (in turn, medians), and what a
// rollout costs. It prints the targets beside the figures and judges nothing.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const launcher = join(here, '..', 'bin', 'kubesim.cjs')
const folder = mkdtempSync(join(tmpdir(), 'kubesim-bench-'))
const rounds = Number(process.argv[2] ?? 21)

// Reading extra certificates costs every Node process some 70 ms and is no part of what is measured.
const { NODE_EXTRA_CA_CERTS, ...env } = process.env

/** Runs a process to its end; milliseconds. Throws when it fails. */
function time(args, home, more = {}) {
  const started = process.hrtime.bigint()
  const { status, stderr, output } = spawnSync(process.execPath, args, {
    env: { ...env, KUBESIM_HOME: home, KUBESIM_CLOCK: 'virtual', ...more },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const ms = Number(process.hrtime.bigint() - started) / 1e6
  if (status !== 0) throw new Error(`${args.join(' ')}: exit ${status}: ${stderr}`)
  return { ms, peak: Number(output[3]) }
}

const kubesim = (home, ...argv) => time([launcher, ...argv], home)

function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]
}

function file(name, objects) {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
  return path
}

const deployment = (name, replicas) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'web', image: 'nginx:1.27', ports: [{ containerPort: 80 }] }] },
    },
  },
})

/** A cluster with twenty Pods in `default` and `size` objects in all. */
function clusterOf(size) {
  const home = join(folder, `objects-${size}`)
  mkdirSync(home)
  kubesim(
    home,
    'apply',
    '-f',
    file('web.json', [
      deployment('web', 20),
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec: { containers: [{ name: 'x', image: 'nginx' }] } },
    ]),
  )
  kubesim(home, 'rollout', 'status', 'deployment/web')
  kubesim(home, 'create', 'namespace', 'crowd')
  const rest = Array.from({ length: Math.max(0, size - 100) }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `settings-${i}`, namespace: 'crowd', labels: { app: `app-${i % 100}` } },
    data: { level: 'info', greeting: 'hello' },
  }))
  if (rest.length > 0) kubesim(home, 'create', '-f', file('crowd.json', rest))
  return home
}

const rows = [['what', 'median', 'ratio', 'target']]
const row = (what, ms, ratio, target) => rows.push([what, `${ms.toFixed(1)} ms`, `${ratio.toFixed(2)}x`, target])

function commands() {
  for (const size of [100, 10_000, 100_000]) {
    const home = clusterOf(size)
    let applied = 0
    const next = () => {
      applied++
      return ['apply', '-f', file(`apply-${applied}.json`, [deployment(`new-${applied}`, 1)])]
    }
    const runs = {
      'node -e 0': () => time(['-e', '0'], home),
      'get pods': () => kubesim(home, 'get', 'pods'),
      'get pod x': () => kubesim(home, 'get', 'pod', 'x'),
      'TAB after get pod x': () => kubesim(home, '__complete', 'get', 'pod', 'x'),
      'apply one Deployment': () => kubesim(home, ...next()),
    }
    const times = medians(runs)
    const base = times['node -e 0']
    for (const [name, ms] of Object.entries(times)) {
      const target = name === 'node -e 0' ? '' : name.startsWith('apply') ? '<= 2x' : '<= 1.6x'
      row(`${name}, ${size.toLocaleString('en')} objects`, ms, ms / base, target)
    }
  }
}

/** What needs no cluster. */
function words() {
  const home = join(folder, 'words')
  mkdirSync(home)
  const runs = {
    'node -e 0': () => time(['-e', '0'], home),
    '--help': () => kubesim(home, '--help'),
    'get --help': () => kubesim(home, 'get', '--help'),
    'version --client': () => kubesim(home, 'version', '--client'),
    'completion bash': () => kubesim(home, 'completion', 'bash'),
  }
  const times = medians(runs)
  const base = times['node -e 0']
  for (const [name, ms] of Object.entries(times)) {
    if (name !== 'node -e 0') row(name, ms, ms / base, '<= 1.3x')
  }
}

/** The median of each, run in turn. The first round writes the launcher's compiled code and is not counted. */
function medians(runs, times = rounds) {
  const all = Object.fromEntries(Object.keys(runs).map(name => [name, []]))
  for (let i = 0; i <= times; i++) {
    for (const [name, run] of Object.entries(runs)) {
      const { ms } = run()
      if (i > 0) all[name].push(ms)
    }
  }
  return Object.fromEntries(Object.entries(all).map(([name, list]) => [name, median(list)]))
}

/** A file of a thousand documents: applied for the first time, and when nothing has changed. */
function documents() {
  const of = i => {
    const name = `app-${i >> 2}`
    const metadata = { name }
    if (i % 4 === 0) return deployment(name, 1)
    if (i % 4 === 1) return service(name)
    if (i % 4 === 2)
      return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { level: 'info', greeting: 'hello' } }
    return { apiVersion: 'v1', kind: 'Secret', metadata, stringData: { password: 'x' } }
  }
  const path = join(folder, 'documents.yaml')
  const block = object => `${yaml(object, '')}---\n`
  writeFileSync(path, Array.from({ length: 1000 }, (_, i) => block(of(i))).join(''))
  let n = 0
  const first = () => {
    const home = join(folder, `documents-${n++}`)
    mkdirSync(home)
    return kubesim(home, 'apply', '-f', path)
  }
  const ms = medians({ first }, 3).first
  const again = medians({ again: () => kubesim(join(folder, 'documents-0'), 'apply', '-f', path) }, 3).again
  rows.push(['apply of 1,000 documents', `${ms.toFixed(0)} ms`, '', '<= 2000 ms'])
  rows.push(['the same again, unchanged', `${again.toFixed(0)} ms`, '', '<= 2000 ms'])
}

/** Plain block YAML, as people write it. */
function yaml(value, margin) {
  const item = each => (typeof each === 'object' ? `\n${yaml(each, `${margin}  `)}` : ` ${JSON.stringify(each)}\n`)
  if (Array.isArray(value)) {
    return value.map(each => `${margin}- ${yaml(each, `${margin}  `).trimStart()}`).join('')
  }
  return Object.entries(value)
    .map(([key, each]) => `${margin}${key}:${item(each)}`)
    .join('')
}

/** All of many Pods. */
function lists() {
  const home = join(folder, 'lists')
  mkdirSync(home)
  kubesim(home, 'cluster', 'create', 'bench', '--nodes', '101')
  kubesim(home, 'apply', '-f', file('lists.json', [deployment('big', 10_000)]))
  kubesim(home, 'rollout', 'status', 'deployment/big')
  const times = medians(
    {
      'get pods, 10,000 of them': () => kubesim(home, 'get', 'pods'),
      'the same as JSON': () => kubesim(home, 'get', 'pods', '-o', 'json'),
    },
    7,
  )
  const targets = ['<= 600 ms', '<= 1500 ms']
  for (const [name, ms] of Object.entries(times)) rows.push([name, `${ms.toFixed(0)} ms`, '', targets.shift()])
}

/** From apply to all Ready. */
function rollout(replicas) {
  const home = join(folder, `rollout-${replicas}`)
  mkdirSync(home)
  const path = file(`big-${replicas}.json`, [deployment('big', replicas)])
  // Makes the cluster; scheduling many Pods needs as many nodes.
  kubesim(home, 'cluster', 'create', 'bench', '--nodes', String(Math.ceil(replicas / 100) + 1))
  const more = { NODE_OPTIONS: `--require ${join(here, 'peak.cjs')}` }
  const apply = time([launcher, 'apply', '-f', path], home, more)
  const status = time([launcher, 'rollout', 'status', 'deployment/big'], home, more)
  return { home, ms: apply.ms + status.ms, peak: Math.max(apply.peak, status.peak) }
}

/** A new image for all of them. */
function update(home) {
  const set = kubesim(home, 'set', 'image', 'deployment/big', 'web=nginx:1.28')
  return set.ms + kubesim(home, 'rollout', 'status', 'deployment/big').ms
}

function rollouts() {
  const sizes = [1000, 10_000]
  const [small, large] = sizes.map(rollout)
  rows.push([
    '1,000 replicas to Ready',
    `${small.ms.toFixed(0)} ms`,
    `${(small.peak / 1024).toFixed(0)} MB`,
    '<= 1000 ms',
  ])
  const growth = large.ms / small.ms
  rows.push([
    '10,000 replicas to Ready',
    `${large.ms.toFixed(0)} ms`,
    `${(large.peak / 1024).toFixed(0)} MB`,
    '<= 400 MB',
  ])
  rows.push(['10,000 against 1,000', '', `${growth.toFixed(1)}x`, '<= 11x'])
  rows.push(['rolling update of 1,000', `${update(small.home).toFixed(0)} ms`, '', '<= 3000 ms'])
}

/** Nothing is periodic: ten thousand Pods with probes cost nothing while nothing changes. */
function idle() {
  const home = join(folder, 'idle')
  mkdirSync(home)
  const big = deployment('big', 10_000)
  const probe = { httpGet: { port: 80 } }
  Object.assign(big.spec.template.spec.containers[0], { readinessProbe: probe, livenessProbe: probe })
  kubesim(home, 'cluster', 'create', 'bench', '--nodes', '101')
  kubesim(home, 'apply', '-f', file('idle.json', [big]))
  kubesim(home, 'rollout', 'status', 'deployment/big')
  // Events expire within the first hour.
  kubesim(home, 'clock', 'advance', '2h')
  const get = []
  const week = []
  for (let i = 0; i <= rounds; i++) {
    const times = [kubesim(home, 'get', 'deployment', 'big').ms, kubesim(home, 'clock', 'advance', '7d').ms]
    if (i === 0) continue
    get.push(times[0])
    week.push(times[1])
  }
  row('get, 10,000 Pods with probes', median(get), 1, '')
  row('a week without events, the same', median(week), median(week) / median(get), '<= 2x')
}

/** A Job every five minutes for a month. */
function month() {
  const home = join(folder, 'month')
  mkdirSync(home)
  kubesim(home, 'create', 'cronjob', 'tick', '--image=busybox:1.36', '--schedule=*/5 * * * *', '--', 'date')
  const { ms } = kubesim(home, 'clock', 'advance', '30d')
  rows.push(['30 days of a CronJob every 5 minutes', `${ms.toFixed(0)} ms`, '', '<= 5000 ms'])
}

const service = name => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80 }] },
})

/** A cluster with the Service `web` over `pods` Pods, and `others` Services with ten Pods each. */
function servicesOf(pods, others) {
  const home = join(folder, `services-${pods}-${others}`)
  mkdirSync(home)
  kubesim(home, 'cluster', 'create', 'bench', '--nodes', String(Math.ceil((pods + others * 10) / 100) + 1))
  const names = ['web', ...Array.from({ length: others }, (_, i) => `app-${i}`)]
  for (let i = 0; i < names.length; i += 100) {
    const objects = names
      .slice(i, i + 100)
      .flatMap(name => [deployment(name, name === 'web' ? pods : 10), service(name)])
    kubesim(home, 'apply', '-f', file(`services-${pods}-${i}.json`, objects))
    kubesim(home, 'clock', 'settle', '--max', '1h')
  }
  return home
}

/** One request costs what its Service costs, however large the cluster is; many cost little each. */
function requests() {
  const homes = [servicesOf(3, 2), servicesOf(3, 1000)]
  const times = homes.map(() => [])
  for (let i = 0; i <= rounds; i++) {
    for (const [which, home] of homes.entries()) {
      const { ms } = kubesim(home, 'curl', 'web')
      if (i > 0) times[which].push(ms)
    }
  }
  const [small, large] = times.map(median)
  row('curl, 3 Services', small, 1, '')
  row('curl, 1,001 Services, 10,003 Pods', large, large / small, '<= 1.3x')
  const many = kubesim(servicesOf(100, 0), 'curl', 'web', '--repeat', '100000')
  rows.push(['curl --repeat 100000, 100 Pods', `${many.ms.toFixed(0)} ms`, '', '<= 2000 ms'])
}

try {
  commands()
  words()
  documents()
  lists()
  rollouts()
  idle()
  month()
  requests()
} finally {
  rmSync(folder, { recursive: true, force: true })
  const widths = rows[0].map((_, i) => Math.max(...rows.map(r => r[i].length)))
  for (const r of rows) console.log(r.map((cell, i) => cell.padEnd(widths[i])).join('   '))
}
