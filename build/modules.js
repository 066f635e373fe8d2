/** The modules of a bundle: what esbuild has put into one scope, told apart again. */
import { parseAst } from 'rolldown/parseAst'
import { referencesOf } from './references.js'

/** Where modules begin: esbuild writes a comment with its path before each. */
export const moduleMarks = ({ code, paths }) =>
  [...code.matchAll(/^\/\/ (.+)$/gm)]
    .filter(([, path]) => paths.has(path))
    .map(({ 1: path, index }) => ({ path, start: index }))

/**
 * A module: its statements, the names that it declares in the common scope, which of them are functions, and the name of the
 * function that evaluates it (absent where the bundle does so at once), which may have others.
 */
export function modulesOf(linked) {
  const marks = [{ path: '', start: 0 }, ...moduleMarks(linked)]
  const modules = marks.map(({ path }) => ({
    path,
    statements: [],
    names: new Set(),
    functions: new Set(),
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
  return modules.filter(({ statements }) => statements.length > 0)
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
    module.body = init.arguments[0].properties[0].value.body.body
    for (const statement of module.body) if (arrowOf(statement)) module.functions.add(arrowOf(statement))
  } else if (maker === '__commonJS') {
    module.evaluate = name
    module.evaluators.add(name)
    module.isCommonJs = true
  } else if (/_exports\d*$/.test(name) && init?.type === 'ObjectExpression') module.namespaces.add(name)
}

/** The name of `export const f = () => ...`, which is as good as a function. */
export function arrowOf({ expression }) {
  const { type, left, right } = expression ?? {}
  const isArrow =
    type === 'AssignmentExpression' && left.type === 'Identifier' && right.type === 'ArrowFunctionExpression'
  return isArrow ? left.name : undefined
}

/** The statements of a module, those that its evaluation runs among them. */
export const allStatements = ({ statements, body, evaluators }) =>
  body ? [...statements.filter(one => !evaluators.has(one.declarations?.[0].id.name)), ...body] : statements

/** Who declares each name. */
export const ownersOf = modules => new Map(modules.flatMap(module => [...module.names].map(name => [name, module])))

/** Sets what each module uses of others. What evaluates these is used too, even if a third handed the name on. */
export function link(modules) {
  const owners = ownersOf(modules)
  for (const module of modules) {
    module.references = allStatements(module)
      .flatMap(referencesOf)
      .filter(({ name }) => owners.has(name))
    const names = new Set(module.references.map(({ name }) => name))
    for (const name of [...names]) {
      const owner = owners.get(name)
      const { evaluate } = owner.home ?? owner
      if (evaluate) names.add(evaluate)
    }
    module.uses = [...names]
      .map(name => ({ name, owner: owners.get(name) }))
      .filter(({ owner }) => owner !== module && owner !== module.home)
  }
}

/** Whether the module has to be evaluated before its `name` is used. Namespaces are only used behind `import()`, which evaluates. */
export const isValue = ({ name, owner }) =>
  owner.evaluate !== undefined &&
  !owner.isCommonJs &&
  !owner.evaluators.has(name) &&
  !owner.namespaces.has(name) &&
  !owner.functions.has(name)
