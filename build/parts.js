/**
 * Takes a bundle apart, so that a command pays for what it runs and not for what there is.
 *
 * esbuild puts the functions of all modules into one scope, and whoever enters it makes a closure for each. Here only the core stays in
 * that scope: the functions that the usual commands call. The others are grouped into parts: functions that are run when something
 * in them is first wanted. What the core's modules do not usually call (`isCold`, see core.js) and the parts of `near` stand in the
 * core's scope and use its names directly; all others, the far ones, stand in a text of their own, which need not even be read, and
 * reach the core's names through getters.
 *
 * Who mentions a name of another part asks that part on the way (see text.js). Evaluation keeps its order; it only happens later, or
 * never. Modules must do nothing at their top level but make what they export, as is the rule of this house.
 */
import { evaluations, findCore, groupCore, mentionedBy } from './core.js'
import { modulesOf, ownersOf } from './modules.js'
import { isHandedOn } from './references.js'
import { isApart, partText, stub, textOf, wanted } from './text.js'

/** In place of esbuild's `__esm`, which makes an object literal for each module; and what a part is. */
const RUNTIME = `
var __esm = evaluate => () => {
  const first = evaluate
  evaluate = undefined
  first?.()
}
var __part = make => {
  let doors
  const part = number => {
    (doors ??= make(part))[number]()
    return part[number]
  }
  return part
}`

/**
 * `linked` is what esbuild makes of modules without minifying, and their paths; `partOf` names the part of a module by its path, nothing
 * for the core; `isCalled` says whether usual commands call a function (by its node), `isRun` whether they run what stands at a
 * place. Answers the text of the core, given the name of the file with the parts that are not `near`, and the text of that: the
 * core loads it with `require(file, names)`, and it reaches the core's names with `require('core')`.
 */
export function takeApart(linked, { partOf, near, isCalled, isRun }) {
  const modules = groupCore(findCore(modulesOf(linked), { partOf, isCalled, isRun }))
  for (const module of modules) module.isFar = Boolean(module.part) && !module.isCold && !near(module.part)
  findScopes(modules)
  const parts = new Map()
  for (const module of modules) if (module.part) parts.set(module.part, [...(parts.get(module.part) ?? []), module])
  for (const members of parts.values()) number(members)
  const mentioned = new Set(modules.flatMap(mentionedBy))
  const bundle = { code: linked.code, modules, parts, mentioned, owners: ownersOf(modules), stubs: new Set(), isRun }
  findStubs(bundle)
  return { core: file => coreText(bundle, file), rest: restText(bundle) }
}

/**
 * Where a module's names have to be: `shared` with its part or the whole core, or `given` to other parts; the others stay within
 * the function that evaluates it. A scope costs what it has names, and they are thousands.
 */
function findScopes(modules) {
  for (const module of modules) Object.assign(module, { shared: new Set(), given: new Map() })
  for (const user of modules) {
    for (const { name, owner } of user.uses) {
      if (isApart(owner, user)) owner.given.set(name, undefined)
      else if (!owner.evaluators.has(name)) owner.shared.add(name)
    }
  }
}

/** The names that a part gives are known by numbers. */
function number(members) {
  let next = 0
  for (const { given } of members) for (const name of given.keys()) given.set(name, next++)
}

/** What is handed on (`{ describe: describePod }`) before its part is wanted. */
function findStubs({ modules, owners, stubs, isRun }) {
  for (const module of modules) {
    for (const reference of module.references) {
      const owner = owners.get(reference.name)
      if (
        isHandedOn(reference, isRun) &&
        isApart(owner, module) &&
        !owner.isCold &&
        owner.functions.has(reference.name)
      )
        stubs.add(reference.name)
    }
  }
}

function coreText(bundle, file) {
  const { modules, parts, owners, stubs } = bundle
  const core = modules.filter(({ part }) => !part)
  const near = [...parts.keys()].filter(name => !parts.get(name)[0].isFar && !parts.get(name)[0].isCold)
  const text = module => textOf(module, bundle)
  return [
    ...core
      .filter(({ path }) => path === '')
      .map(module => text(module).replace(/^var __esm = [\s\S]*?^\};$/m, RUNTIME)),
    ...core.filter(({ path, evaluate }) => path !== '' && evaluate).map(text),
    ...near.map(name => `var ${name} = ${partText(name, bundle)};`),
    modules.some(({ isFar }) => isFar) ? restOf(file, bundle) : '',
    ...[...stubs].map(name => `var ${name} = ${stub(wanted(name, owners.get(name)))};`),
    // What the bundle evaluates at once.
    ...core.filter(({ path, evaluate }) => path !== '' && !evaluate).map(text),
  ].join('\n')
}

/** What the far parts use of the core. They get at it by getters, as it changes when modules are evaluated. */
function namesForFar({ modules, owners, stubs }) {
  const found = new Set()
  for (const module of modules.filter(({ isFar }) => isFar)) {
    for (const { name } of module.references) {
      const owner = owners.get(name)
      if (owner.isFar) continue
      found.add(owner.part ?? name)
      if (stubs.has(name)) found.add(name)
    }
    for (const { part, evaluate } of evaluations(module)) if (!part) found.add(evaluate)
  }
  return [...found]
}

function restOf(file, bundle) {
  const getters = namesForFar(bundle).map((name, i) => `get _${i.toString(36)}() { return ${name}; }`)
  return `var __made, __rest = () => (__made ??= require(${JSON.stringify(file)}, { ${getters.join(', ')} }));`
}

function restText(bundle) {
  const names = namesForFar(bundle)
  const far = [...bundle.parts.keys()].filter(name => bundle.parts.get(name)[0].isFar)
  return [
    `import { ${names.map((name, i) => `_${i.toString(36)} as ${name}`).join(', ')} } from 'core';`,
    RUNTIME,
    ...far.map(name => `export const ${name} = ${partText(name, bundle)};`),
  ].join('\n')
}
