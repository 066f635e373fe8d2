/**
 * Every top-level command: its name and how to load it, in the order of the overview (which groups them by
 * `Command.group`). A file is loaded only when its command is asked for; keep module top levels free of work, and
 * import what only some runs need (manifests, yaml, printers) inside `run`.
 *
 * To add a command: write `commands/x.ts` exporting `x: Command`, and one line here.
 */
import type { Command } from '../command.ts'

export const commands: Record<string, () => Promise<Command>> = {
  create: async () => (await import('./create.ts')).create,
  expose: async () => (await import('./expose/index.ts')).expose,
  run: async () => (await import('./run/index.ts')).run,
  set: async () => (await import('./set/index.ts')).set,
  explain: async () => (await import('./explain/index.ts')).explain,
  get: async () => (await import('./get.ts')).get,
  edit: async () => (await import('./edit.ts')).edit,
  delete: async () => (await import('./delete.ts')).remove,
  rollout: async () => (await import('./rollout/index.ts')).rollout,
  scale: async () => (await import('./scale.ts')).scale,
  curl: async () => (await import('./curl/index.ts')).curl,
  nc: async () => (await import('./nc.ts')).nc,
  dns: async () => (await import('./dns.ts')).dns,
  external: async () => (await import('./external/index.ts')).external,
  'proxy-rules': async () => (await import('./proxy-rules.ts')).proxyRules,
  demo: async () => (await import('./demo.ts')).demo,
  cluster: async () => (await import('./cluster.ts')).cluster,
  node: async () => (await import('./node/index.ts')).node,
  zone: async () => (await import('./node/index.ts')).zone,
  fault: async () => (await import('./fault/index.ts')).fault,
  clock: async () => (await import('./clock.ts')).clock,
  cordon: async () => (await import('./cordon.ts')).cordon,
  uncordon: async () => (await import('./cordon.ts')).uncordon,
  drain: async () => (await import('./drain/index.ts')).drain,
  taint: async () => (await import('./taint/index.ts')).taint,
  top: async () => (await import('./top.ts')).top,
  describe: async () => (await import('./describe.ts')).describe,
  why: async () => (await import('./why/index.ts')).why,
  logs: async () => (await import('./logs.ts')).logs,
  attach: async () => (await import('./attach.ts')).attach,
  exec: async () => (await import('./exec.ts')).exec,
  'port-forward': async () => (await import('./port-forward.ts')).portForward,
  cp: async () => (await import('./cp.ts')).cp,
  events: async () => (await import('./events.ts')).events,
  diff: async () => (await import('./diff/index.ts')).diff,
  apply: async () => (await import('./apply.ts')).apply,
  patch: async () => (await import('./patch.ts')).patch,
  replace: async () => (await import('./replace.ts')).replace,
  wait: async () => (await import('./wait.ts')).wait,
  kustomize: async () => (await import('./kustomize/index.ts')).kustomize,
  label: async () => (await import('./label.ts')).label,
  annotate: async () => (await import('./annotate.ts')).annotate,
  config: async () => (await import('./config/index.ts')).config,
  completion: async () => (await import('./completion.ts')).completion,
  'api-resources': async () => (await import('./api-resources.ts')).apiResources,
  'api-versions': async () => (await import('./api-versions.ts')).apiVersions,
  version: async () => (await import('./version.ts')).version,
  options: async () => (await import('./options.ts')).options,
}
