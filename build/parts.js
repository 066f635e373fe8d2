/**
 * Takes a bundle apart, so that a command pays for what it runs and not for what there is.
 *
 * esbuild puts the functions of all modules into one scope, and whoever enters it makes a closure for each. Here
 * only the core stays in that scope. The other modules are grouped into parts: functions that are run when something in them is first
 * called. Parts of `near` stand in the core's scope and use its names directly; all others stand in a text of their own, which
 * need not even be read, and reach the core's names through getters.
 *
 * What a part's modules export has a variable in the core's scope. Until the module is evaluated, a function's holds a stub that
 * evaluates it. Other values have no stub: whoever uses one evaluates its module first, as `import` says, so the modules of
 * whose values the core makes use become part of it. Evaluation keeps its order; it only happens later, or never. Modules must do
 * nothing at their top level but make what they export, as is the rule of this house.
 */
import { parseAst } from 'rolldown/parseAst'

/** In place of esbuild's `__esm`, which makes an object literal for each module. */
const RUNTIME = `
var __esm = evaluate => () => {
  const first = evaluate
  evaluate = undefined
  first?.()
}
var __part = (make, made) => () => (made ??= make())
var __nothing = () => {}
`

/**
 * `linked` is what esbuild makes of modules without minifying, and their paths; `partOf` names the part of a module by its path, nothing
 * for the core. Answers the text of the core, given the name of the file with the parts that are not `near`, and the text of
 * that: the core loads it with `require(file, names)`, and it reaches the core's names with `require('core')`.
 */
export function takeApart(linked, { partOf, near }) {
  const modules = modulesOf(linked)
  for (const module of modules) if (module.evaluate) module.part = partOf(module.path)
  joinCore(modules)
  const all = groupCore(modules)
  for (const { uses } of all) {
    for (const { name, owner } of uses) if (!owner.evaluators.has(name)) owner.shared.add(name)
  }
  for (const module of all) module.text = textOf(linked.code, module)
  return write(all, near)
}

/** Where modules begin: esbuild writes a comment with its path before each. */
export const moduleMarks = ({ code, paths }) =>
  [...code.matchAll(/^\/\/ (.+)$/gm)]
    .filter(([, path]) => paths.has(path))
    .map(({ 1: path, index }) => ({ path, start: index }))

/**
 * A module: its statements, the names that it declares in the common scope, which of them are functions (`stubs` can stand
 * for them), and the name of the function that evaluates it (absent where the bundle does so at once), which may have others.
 */
function modulesOf(linked) {
  const marks = [{ path: '', start: 0 }, ...moduleMarks(linked)]
  const modules = marks.map(({ path }) => ({
    path,
    statements: [],
    names: new Set(),
    functions: new Set(),
    shared: new Set(),
    evaluators: new Set(),
    namespaces: new Set(),
  }))
  let at = 0
  for (const statement of parseAst(linked.code).body) {
    // A text that looks like a mark lies inside a statement.
    while (marks[at + 1]?.start < statement.start) at++
    modules[at].statements.push(statement)
    declare(modules[at], statement)
  }
  const found = modules.filter(({ statements }) => statements.length > 0)
  const owners = new Map(found.flatMap(module => [...module.names].map(name => [name, module])))
  for (const module of found) {
    module.uses = usesOf(module, owners)
  }
  return found
}

/** The names of others that a module uses, and what evaluates those, even if it got the names from a third. */
function usesOf(module, owners) {
  const names = [...identifiers(module.statements)].filter(name => owners.has(name))
  const evaluations = names.flatMap(name => owners.get(name).evaluate ?? [])
  return [...new Set([...names, ...evaluations])]
    .map(name => ({ name, owner: owners.get(name) }))
    .filter(({ owner }) => owner !== module)
}

function declare(module, { type, id, declarations }) {
  if (type === 'FunctionDeclaration') {
    module.names.add(id.name)
    module.functions.add(id.name)
  } else if (type === 'ClassDeclaration') module.names.add(id.name)
  else if (type === 'VariableDeclaration') for (const one of declarations) declareVariable(module, one)
}

function declareVariable(module, { id: { name }, init }) {
  module.names.add(name)
  const maker = init?.type === 'CallExpression' ? init.callee.name : undefined
  if (maker === '__esm') {
    module.evaluate = name
    module.evaluators.add(name)
    module.body = init.arguments[0].properties[0].value.body
    for (const statement of module.body.body) declareArrow(module, statement)
  } else if (maker === '__commonJS') {
    module.evaluate = name
    module.evaluators.add(name)
    module.isCommonJs = true
  } else if (/_exports\d*$/.test(name) && init?.type === 'ObjectExpression') module.namespaces.add(name)
}

/** `export const f = () => ...` can have a stub too. */
function declareArrow(module, { expression }) {
  const { type, left, right } = expression ?? {}
  if (type === 'AssignmentExpression' && left.type === 'Identifier' && right.type === 'ArrowFunctionExpression')
    module.functions.add(left.name)
}

/** All identifiers but the names of properties; more than are used is no harm. */
function identifiers(node, found = new Set()) {
  if (Array.isArray(node)) for (const one of node) identifiers(one, found)
  else if (node?.type === 'Identifier') found.add(node.name)
  else if (node?.type) {
    for (const [key, value] of Object.entries(node)) {
      const isName = (key === 'property' || key === 'key') && !node.computed
      if (!isName && value && typeof value === 'object') identifiers(value, found)
    }
  }
  return found
}

/** Whether the module has to be evaluated before its `name` is used. Namespaces are only used behind `import()`, which evaluates. */
const isValue = ({ name, owner }) =>
  owner.evaluate !== undefined &&
  !owner.isCommonJs &&
  !owner.evaluators.has(name) &&
  !owner.namespaces.has(name) &&
  !owner.functions.has(name)

function joinCore(modules) {
  const queue = modules.filter(({ part }) => !part)
  for (const { uses } of queue) {
    for (const use of uses) {
      if (!use.owner.part || !isValue(use)) continue
      use.owner.part = undefined
      queue.push(use.owner)
    }
  }
}

/**
 * Modules of the core that are always evaluated together become one: functions that are called once cost more than what is in
 * them, and there are hundreds. Evaluation begins where somebody calls it who is no importer: at the entry, at each `import()`.
 */
function groupCore(modules) {
  const members = modules.filter(({ part, evaluate, isCommonJs }) => !part && evaluate && !isCommonJs)
  const started = new Set(modules.flatMap(module => [...startedBy(module)]))
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
  const all = [...new Set(modules.map(inGroup))]
  for (const module of all) {
    module.uses = module.uses
      .map(({ name, owner }) => ({ name, owner: inGroup(owner) }))
      .flatMap(use => (use.owner.evaluators.has(use.name) ? [use, { ...use, name: use.owner.evaluate }] : [use]))
      .filter(({ owner }) => owner !== module)
  }
  return all
}

/** The names that a module calls or hands on, but for evaluating what it imports. */
function startedBy(module) {
  if (!module.body) return identifiers(module.statements)
  const others = module.statements.filter(one => one.declarations?.[0]?.id.name !== module.evaluate)
  return identifiers([...others, ...module.body.body.filter(statement => !evaluatedBy(statement, module))])
}

/** A module of the core and all that its evaluation evaluates. */
function reachable(root) {
  const found = new Set([root])
  for (const module of found) for (const other of evaluatedFirst(module)) found.add(other)
  return found
}

/** What of the core a module evaluates before itself. */
function evaluatedFirst(module) {
  const owners = new Map(module.uses.map(({ owner }) => [owner.evaluate, owner]))
  return evaluations(module)
    .map(name => owners.get(name))
    .filter(({ part, isCommonJs }) => !part && !isCommonJs)
}

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
    statements: modules.flatMap(({ statements }) => statements),
    body: { body: modules.flatMap(({ body }) => body.body) },
    uses: modules.flatMap(({ uses }) => uses),
    names: union('names'),
    functions: union('functions'),
    shared: new Set(),
    evaluators: union('evaluators'),
    namespaces: union('namespaces'),
  }
}

/** Whether a module evaluates the owner of what it uses: for a value, or for a function that has no stub there. */
const mustEvaluate = (module, use) =>
  isValue(use) ||
  (use.owner.functions.has(use.name) &&
    use.owner.evaluate !== undefined &&
    (!use.owner.part || use.owner.part === module.part))

/**
 * The module's text. Everything stands in the function that evaluates it, but for the variables that others use: a scope
 * costs what it has names, and they are thousands. Functions are there before other modules are evaluated, as `import` has it.
 */
function textOf(code, module) {
  const cut = ({ start, end }) => code.slice(start, end)
  const { evaluate, evaluators, names, shared, statements, body } = module
  const text = statements.map(cut).join('\n')
  if (module.path === '') return text.replace(/^var __esm = [\s\S]*?^\};$/m, RUNTIME)
  if (!body) return text
  const isOwn = name => !evaluators.has(name) && !shared.has(name)
  const declarations = statements.filter(({ type }) => type === 'FunctionDeclaration')
  const own = [...names].filter(name => isOwn(name) && !declarations.some(({ id }) => id.name === name))
  const lines = [
    ...declarations.filter(({ id }) => !isOwn(id.name)).map(one => `${one.id.name} = ${nameless(cut(one))};`),
    ...declarations.filter(({ id }) => isOwn(id.name)).map(cut),
    own.length > 0 ? `var ${own.join(', ')};` : '',
    ...statements.filter(({ type }) => type === 'VariableDeclaration').flatMap(one => assignments(one, module, cut)),
    ...statements.filter(({ type }) => type === 'ExpressionStatement').map(cut),
    ...evaluations(module).map(name => `${name}();`),
    ...body.body.filter(statement => !evaluatedBy(statement, module)).map(cut),
  ]
  const others = [...evaluators].filter(name => name !== evaluate).map(name => `${name} = ${evaluate}`)
  return `var ${[...shared, `${evaluate} = __esm(() => {\n${lines.join('\n')}\n})`, ...others].join(', ')};`
}

const nameless = text => text.replace(/^((?:async )?function\*?) [\w$]+/, '$1 ')

function assignments({ declarations }, { evaluators }, cut) {
  return declarations
    .filter(({ id, init }) => init && !evaluators.has(id.name))
    .map(({ id, init }) => `${id.name} = ${cut(init)};`)
}

/** The names of what evaluates other modules, where they are needed, in the order of the imports. */
function evaluations(module) {
  const needed = new Set(module.uses.filter(use => mustEvaluate(module, use)).map(({ owner }) => owner.evaluate))
  const calls = module.body.body.flatMap(statement => evaluatedBy(statement, module) ?? [])
  const ordered = calls.map(owner => owner.evaluate).filter(name => needed.has(name))
  // Last, what another module hands on.
  return [...new Set([...ordered, ...needed])]
}

/** The module that a statement evaluates and does nothing else. */
function evaluatedBy({ expression }, module) {
  if (expression?.type !== 'CallExpression' || expression.arguments.length > 0) return undefined
  const { name } = expression.callee
  if (module.evaluators.has(name)) return module
  return module.uses.find(use => use.name === name && !use.owner.isCommonJs && use.owner.evaluators.has(name))?.owner
}

function write(modules, near) {
  const parts = new Map()
  for (const module of modules) {
    if (!module.part) continue
    if (!parts.has(module.part)) parts.set(module.part, [])
    parts.get(module.part).push(module)
  }
  const shared = sharedNames(modules)
  const names = [...parts.keys()]
  const far = names.filter(name => !near(name))
  const core = modules.filter(({ part }) => !part)
  const outside = [...new Set(['__part', ...modules.filter(({ part }) => part && !near(part)).flatMap(farNames)])]
  const text = file => [
    ...core.filter(({ path, evaluate }) => path === '' || evaluate),
    ...names
      .filter(near)
      .map(name => ({ text: `var ${name} = __part(() => {\n${partText(parts.get(name), shared)}\n});` })),
    { text: far.length > 0 ? restOf(file, outside) : '' },
    ...names.map(name => ({ text: entrances(near(name) ? name : `__rest().${name}`, parts.get(name), shared) })),
    // What the bundle evaluates at once.
    ...core.filter(({ path, evaluate }) => path !== '' && !evaluate),
  ]
  const restText = [
    `import { ${outside.map((name, i) => `_${i.toString(36)} as ${name}`).join(', ')} } from 'core';`,
    ...far.map(name => `export const ${name} = __part(() => {\n${partText(parts.get(name), shared)}\n});`),
  ]
  return {
    core: file =>
      text(file)
        .map(piece => piece.text)
        .join('\n'),
    rest: restText.join('\n'),
  }
}

/** By module of a part, the names that others use of it. */
function sharedNames(modules) {
  const shared = new Map()
  for (const { part, uses } of modules) {
    for (const { name, owner } of uses) {
      if (!owner.part || owner.part === part) continue
      if (!shared.has(owner)) shared.set(owner, new Set())
      if (!owner.evaluators.has(name)) shared.get(owner).add(name)
    }
  }
  return shared
}

/** The names that a module uses of other parts and of the core. */
const farNames = ({ part, uses }) => uses.filter(({ owner }) => owner.part !== part).map(({ name }) => name)

/** A part's modules, and for each that others use, what evaluates it and tells its names. */
function partText(modules, shared) {
  const doors = modules
    .filter(module => shared.has(module))
    .map(module => {
      const { evaluate, isCommonJs } = module
      return isCommonJs ? evaluate : `${evaluate}: () => (${evaluate}(), [${[...shared.get(module)].join(', ')}])`
    })
  return `${modules.map(({ text }) => text).join('\n')}\nreturn { ${doors.join(', ')} };`
}

/** In the core's scope: what others use of a part. */
function entrances(part, modules, shared) {
  return modules
    .filter(module => shared.has(module))
    .map(module => {
      const { evaluate, isCommonJs, functions } = module
      if (isCommonJs) return `var ${evaluate} = () => ${part}().${evaluate}();`
      const names = [...shared.get(module)]
      const stubs = names.map(name => (functions.has(name) ? `${name} = ${stub(name, evaluate)}` : name))
      const door = `() => { [${names.join(', ')}] = ${part}().${evaluate}(); ${evaluate} = __nothing; }`
      return `var ${[`${evaluate} = ${door}`, ...stubs].join(', ')};`
    })
    .join('\n')
}

/** Tables that were made of stubs keep them: they are called for as long as the process lives. */
const stub = (name, evaluate) => `function () { ${evaluate}(); return ${name}.apply(this, arguments); }`

/** The parts of the other text, which gets at the core's names by getters: they change when modules are evaluated. */
function restOf(file, names) {
  const getters = names.map((name, i) => `get _${i.toString(36)}() { return ${name}; }`)
  return `var __rest = __part(() => require(${JSON.stringify(file)}, { ${getters.join(', ')} }));`
}
