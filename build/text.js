/**
 * The text of modules. A part is a function that is known by its name: called with the number of one of the names that it
 * gives, it evaluates the module that makes that and answers it; from then on it has it under that number. So whoever mentions a name of
 * another part asks for it on the way, `(part[3] ?? part(3))(x)`, as `import` would have done before.
 *
 * What is handed on at evaluation (`{ describe: describePod }`) cannot wait until somebody calls it: it is a stub.
 */
import { evaluatedBy, evaluations } from './core.js'
import { isHandedOn } from './references.js'

/** Whether a module gets at another's names by asking its part. */
export const isApart = (owner, module) =>
  owner !== module && owner.part !== undefined && (owner.isCold === true || owner.part !== module.part)

/** The module's text. Functions are there before other modules are evaluated, as `import` has it. */
export function textOf(module, bundle) {
  const { evaluate, evaluators, names, shared, members = [module] } = module
  const cut = cutter(module, bundle)
  if (!module.body) return module.statements.map(cut).join('\n')
  const cold = coldParts(module, bundle)
  const early = members.length > 1 ? wantedEarly(module, bundle) : members
  const late = members.filter(member => !early.includes(member))
  const inner = innerNames(late, module, bundle)
  const isOwn = name => !evaluators.has(name) && !shared.has(name) && !inner.has(name)
  const declared = new Set(early.flatMap(declarationsOf).map(({ id }) => id.name))
  const lines = [
    variables([
      ...[...names].filter(name => isOwn(name) && !declared.has(name)),
      ...cold.filter(one => !one.isAtTop).map(({ part }) => part),
    ]),
    ...cold.map(({ part }) => `${part} = ${partText(part, bundle)};`),
    ...early.map(member => functionsOf(member, isOwn, cut)),
    ...evaluations(module)
      .filter(owner => !isApart(owner, module))
      .map(owner => `${owner.evaluate}();`),
    ...members.map(member =>
      late.includes(member) ? block(member, { module, inner, cut }) : valuesOf(member, module, cut),
    ),
  ]
  const others = [...evaluators].filter(name => name !== evaluate && bundle.mentioned.has(name))
  return variables([
    ...shared,
    ...cold.filter(one => one.isAtTop).map(({ part }) => part),
    `${evaluate} = __esm(() => {\n${lines.join('\n')}\n})`,
    ...others.map(name => `${name} = ${evaluate}`),
  ])
}

/** Of modules that became one, those that one before them mentions: they import each other in a circle. */
function wantedEarly({ members }, bundle) {
  const seen = new Set()
  return members.filter(member => {
    const isWanted = [...member.names].some(name => seen.has(name))
    const whole = [member, ...coldOf(members, bundle).filter(({ path }) => path === member.path)]
    for (const { name } of whole.flatMap(({ references }) => references)) seen.add(name)
    return isWanted
  })
}

/** What was taken out of modules that became one. */
const coldOf = (members, { modules }) => modules.filter(({ isCold, home }) => isCold && home.members === members)

/** One of several modules that became one: names that no other mentions are known in its block only, so many can be called the same. */
function block(member, { module, inner, cut }) {
  const isInner = name => inner.has(name)
  const functions = new Set(declarationsOf(member).map(({ id }) => id.name))
  const values = [...member.names].filter(name => isInner(name) && !functions.has(name))
  return [
    `{${values.length > 0 ? `let ${values.join(', ')};` : ''}`,
    functionsOf(member, isInner, cut),
    valuesOf(member, module, cut),
    '}',
  ].join('\n')
}

const declarationsOf = ({ statements }) => statements.filter(({ type }) => type === 'FunctionDeclaration')

/** A module's functions: they are there before other modules are evaluated, as `import` has it. */
const functionsOf = (module, isOwn, cut) =>
  [
    ...declarationsOf(module).map(one =>
      isOwn(one.id.name)
        ? cut(one)
        : `${one.id.name} = ${cut(one).replace(/^((?:async )?function\*?) [\w$]+/, '$1 ')};`,
    ),
    ...given(module, name => declarationsOf(module).some(({ id }) => id.name === name)),
  ].join('\n')

/** What its evaluation makes. */
const valuesOf = (module, whole, cut) =>
  [
    ...module.statements
      .filter(({ type }) => type === 'VariableDeclaration')
      .flatMap(one => assignments(one, whole, cut)),
    ...module.statements.filter(({ type }) => type === 'ExpressionStatement').map(cut),
    ...module.body.filter(statement => !evaluatedBy(statement, whole)).map(cut),
    ...given(
      module,
      name => !module.evaluators.has(name) && !declarationsOf(module).some(({ id }) => id.name === name),
    ),
  ].join('\n')

/** The names of some of the modules that became one that no other module mentions. */
function innerNames(some, { members = [], evaluators, shared }, bundle) {
  const users = [...members, ...coldOf(members, bundle)]
  const mentions = users.map(user => [user, new Set(user.references.map(({ name }) => name))])
  const isInner = (name, member) =>
    !evaluators.has(name) &&
    !shared.has(name) &&
    mentions.every(([user, mentioned]) => user === member || !mentioned.has(name))
  return new Set(some.flatMap(member => [...member.names].filter(name => isInner(name, member))))
}

const variables = names => (names.length > 0 ? `var ${names.join(', ')};` : '')

function assignments({ declarations }, { evaluators }, cut) {
  return declarations
    .filter(({ id, init }) => init && !evaluators.has(id.name))
    .map(({ id, init }) => `${id.name} = ${cut(init)};`)
}

/** What a module of a part tells it. */
const given = (module, isMeant) =>
  [...(module.given ?? [])]
    .filter(([name]) => isMeant(name))
    .map(([name, number]) => `${module.part}[${number}] = ${name};`)

/** The parts that stand in a module of the core; at the top of the text are those that others ask as well. */
function coldParts(module, { parts, modules, owners }) {
  const cold = [...parts].filter(([, [{ isCold, home }]]) => isCold && home === module)
  const asks = user => part => user.references.some(({ name }) => owners.get(name).part === part)
  const others = modules.filter(user => user !== module && user.home !== module)
  return cold.map(([part]) => ({ part, isAtTop: others.some(user => asks(user)(part)) }))
}

/** A part: its modules, and by number what evaluates the one that gives the name. */
export function partText(part, bundle) {
  const modules = bundle.parts.get(part)
  const doors = modules.flatMap(({ evaluate, isCommonJs, given }) =>
    [...given.values()].map(number => (isCommonJs ? `() => ${part}[${number}] = ${evaluate}()` : evaluate)),
  )
  return `__part(${part} => {\n${modules.map(module => textOf(module, bundle)).join('\n')}\nreturn [${doors.join(', ')}];\n})`
}

/** A name that a part gives. */
export function wanted(name, { part, isFar, given }, fromFar = false) {
  const number = given.get(name)
  return isFar && !fromFar ? `(__rest().${part}(${number}))` : `(${part}[${number}] ?? ${part}(${number}))`
}

/** Tables that were made of stubs keep them: they are called for as long as the process lives. */
export const stub = text => `function () { return ${text}.apply(this, arguments); }`

/** Cuts statements out of the code, with other texts in place of names that have to be asked for. */
function cutter(module, bundle) {
  const edits = module.references
    .filter(({ name }) => isApart(bundle.owners.get(name), module))
    .flatMap(reference => edit(reference, module, bundle) ?? [])
  edits.sort((a, b) => a.start - b.start)
  return ({ start, end }) => {
    let text = ''
    let at = start
    for (const one of edits) {
      if (one.start < start || one.end > end) continue
      text += bundle.code.slice(at, one.start) + one.text
      at = one.end
    }
    return text + bundle.code.slice(at, end)
  }
}

function edit(reference, module, { owners, stubs, isRun }) {
  const { name, start, end, call, isShort } = reference
  if (stubs.has(name) && isHandedOn(reference, isRun)) return undefined
  const owner = owners.get(name)
  const text = wanted(name, owner, module.isFar)
  if (!owner.evaluators.has(name)) return { start, end, text: isShort ? `${name}: ${text}` : text }
  if (!call) throw new Error(`${module.path}: ${name} is not called`)
  return { ...call, text }
}
