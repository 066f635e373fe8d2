/** What is always there: the modules that the usual commands run, without the functions that they do not call. */
import { allStatements, arrowOf, isValue, link } from './modules.js'
import { isHandedOn, referencesOf } from './references.js'

/**
 * Says of each module which part it is in (none: the core), and takes out of the modules of the core the functions that nobody
 * called: they become modules of their own, `isCold`, whose `home` is the one that they come from. Answers all modules.
 */
export function findCore(modules, { partOf, isCalled, isRun }) {
  const decide = () => {
    for (const module of modules) if (module.evaluate) module.part = partOf(module.path)
    return modules.filter(({ part }) => !part)
  }
  // What may be in the core, so that nothing that it needs as it is becomes cold.
  decide()
  link(modules)
  joinCore(modules)
  const kept = handedOn(modules, isRun)
  const all = [...modules]
  let fresh = decide()
  while (fresh.length > 0) {
    for (const module of fresh) all.push(...takeCold(module, kept, isCalled))
    link(all)
    fresh = joinCore(all)
  }
  return all
}

/** Functions that are put somewhere, by the evaluation of the core or in a function that usual commands run: they are wanted as they are. */
function handedOn(modules, isRun) {
  const names = new Set()
  for (const module of modules) {
    for (const reference of allStatements(module).flatMap(referencesOf)) {
      const { name, later, isWritten } = reference
      if (!isWritten && (later || !module.part) && isHandedOn(reference, isRun)) names.add(name)
    }
  }
  return names
}

function takeCold(module, kept, isCalled) {
  if (!module.body) return []
  const nameOf = one => (one.type === 'FunctionDeclaration' ? one.id.name : arrowOf(one))
  const isCold = one => {
    const name = nameOf(one)
    return name !== undefined && !kept.has(name) && !isCalled(one.expression?.right ?? one)
  }
  const cold = {
    path: module.path,
    isCold: true,
    home: module,
    part: 'cold',
    evaluate: `cold_${module.evaluate}`,
    evaluators: new Set(),
    namespaces: new Set(),
    statements: module.statements.filter(isCold),
    body: module.body.filter(isCold),
  }
  cold.names = new Set([...cold.statements, ...cold.body].map(nameOf))
  cold.functions = cold.names
  if (cold.names.size === 0) return []
  module.statements = module.statements.filter(one => !isCold(one))
  module.body = module.body.filter(one => !isCold(one))
  for (const name of cold.names) {
    module.names.delete(name)
    module.functions.delete(name)
  }
  return [cold]
}

/** Whoever uses a value evaluates its module first, so such modules belong to the core as well. Answers which were not known to. */
function joinCore(modules) {
  const joined = []
  const queue = modules.filter(({ part }) => !part)
  for (const { uses } of queue) {
    for (const use of uses) {
      if (!use.owner.part || !isValue(use)) continue
      use.owner.part = undefined
      queue.push(use.owner)
      joined.push(use.owner)
    }
  }
  return joined
}

/**
 * Modules of the core that are always evaluated together become one: functions that are called once cost more than what is in
 * them, and there are hundreds. Evaluation begins where somebody calls it who is no importer: at the entry, at each `import()`.
 */
export function groupCore(modules) {
  const members = modules.filter(({ part, evaluate, isCommonJs }) => !part && evaluate && !isCommonJs)
  const started = new Set(modules.flatMap(module => mentionedBy(module)))
  const reachedFrom = new Map(members.map(module => [module, []]))
  for (const root of members) {
    if (started.has(root.evaluate)) for (const module of reachable(root)) reachedFrom.get(module).push(root.evaluate)
  }
  const groups = new Map()
  for (const module of members) {
    const key = reachedFrom.get(module).join() || module.evaluate
    if (!groups.has(key)) groups.set(key, [])
    groups.get(key).push(module)
  }
  const groupOf = new Map()
  for (const group of groups.values()) {
    const one = joined(inOrder(group))
    for (const module of group) groupOf.set(module, one)
  }
  const inGroup = module => groupOf.get(module) ?? module
  for (const module of modules.filter(({ isCold }) => isCold)) {
    module.home = inGroup(module.home)
    module.part = `cold_${module.home.evaluate}_${folderOf(module.path)}`
  }
  const all = [...new Set(modules.map(inGroup))]
  for (const module of all) {
    module.uses = module.uses
      .map(({ name, owner }) => ({ name, owner: inGroup(owner) }))
      .flatMap(use => (use.owner.evaluators.has(use.name) ? [use, { ...use, name: use.owner.evaluate }] : [use]))
      .filter(({ owner }) => owner !== module && owner !== module.home)
  }
  return all
}

/** Few parts: each costs whoever does not enter it, too. */
const folderOf = path => path.split('/').slice(0, 2).join('_').replace(/\W/g, '_')

/** The names that a module calls or hands on, but for evaluating what it imports. */
export const mentionedBy = module =>
  allStatements(module)
    .filter(statement => !module.body || !evaluatedBy(statement, module))
    .flatMap(referencesOf)
    .map(({ name }) => name)

/** A module of the core and all that its evaluation evaluates. */
function reachable(root) {
  const found = new Set([root])
  for (const module of found) for (const other of evaluatedFirst(module)) found.add(other)
  return found
}

/** What of the core a module evaluates before itself. */
const evaluatedFirst = module => evaluations(module).filter(({ part, isCommonJs }) => !part && !isCommonJs)

/** Modules so that each comes after those that it evaluates: esbuild's order is another where `import()` makes a circle. */
function inOrder(modules) {
  const left = new Set(modules)
  const ordered = []
  const visit = module => {
    if (!left.delete(module)) return
    evaluatedFirst(module).forEach(visit)
    ordered.push(module)
  }
  modules.forEach(visit)
  return ordered
}

/** Several modules as one, in their order; it is evaluated by any of their names. */
function joined(modules) {
  const union = key => new Set(modules.flatMap(module => [...module[key]]))
  return {
    ...modules.at(-1),
    members: modules.length > 1 ? modules : undefined,
    statements: modules.flatMap(({ statements }) => statements),
    body: modules.flatMap(({ body }) => body),
    references: modules.flatMap(({ references }) => references),
    uses: modules.flatMap(({ uses }) => uses),
    names: union('names'),
    functions: union('functions'),
    evaluators: union('evaluators'),
    namespaces: union('namespaces'),
  }
}

/**
 * The modules that a module evaluates before itself, in the order of its imports: whose values it uses, and whose functions, if these
 * are not there before.
 */
export function evaluations(module) {
  if (!module.body) return []
  const needed = new Set(module.uses.filter(use => mustEvaluate(module, use)).map(({ owner }) => owner.home ?? owner))
  needed.delete(module)
  needed.delete(module.home)
  const calls = module.body.flatMap(statement => evaluatedBy(statement, module) ?? [])
  // Last, what another module hands on.
  return [...new Set([...calls.filter(owner => needed.has(owner)), ...needed])]
}

function mustEvaluate(module, use) {
  const { owner, name } = use
  if (owner.isCold) return owner.home.evaluate !== undefined
  if (!owner.part || owner.part === module.part)
    return isValue(use) || (owner.functions.has(name) && owner.evaluate !== undefined)
  return isValue(use)
}

/** The module that a statement evaluates and does nothing else. */
export function evaluatedBy({ expression }, module) {
  if (expression?.type !== 'CallExpression' || expression.arguments.length > 0) return undefined
  const { name } = expression.callee
  if (module.evaluators.has(name)) return module
  return module.uses.find(use => use.name === name && !use.owner.isCommonJs && use.owner.evaluators.has(name))?.owner
}
