/** Where a statement of a bundle mentions names. esbuild gives no inner name that an outer one has, so a name says whose it is. */

const known = new WeakMap()

/**
 * Every mention of a name: the piece of text to put another in place of it (`start`, `end`), whether that happens at evaluation or
 * `later`, in a function; whether the name is called, is the short form of a property, is being assigned; and where the
 * whole call is if it has no arguments.
 */
export function referencesOf(statement) {
  if (!known.has(statement)) {
    const found = []
    visit(statement, { later: false, found })
    known.set(statement, found)
  }
  return known.get(statement)
}

const FUNCTION = /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/

function visit(node, { later, found, parent, key }) {
  if (node.type === 'Identifier') {
    if (!isLabel(parent, key)) found.push(mention(node, parent, key, later))
    return
  }
  const isLater = later || FUNCTION.test(node.type) || (node.type === 'PropertyDefinition' && !node.static)
  for (const [name, value] of Object.entries(node)) {
    if (node.shorthand && name === 'key') continue
    const inside = { later: isLater, found, parent: node, key: name }
    if (Array.isArray(value)) for (const one of value) one?.type && visit(one, inside)
    else if (value?.type) visit(value, inside)
  }
}

/** Names that are no variables, or are being declared. */
function isLabel(parent, key) {
  if (key === 'id') return true
  if (key === 'property' || key === 'key') return !parent.computed
  return key === 'label' || key === 'meta'
}

function mention({ name, start, end }, parent, key, later) {
  const isCalled = key === 'callee'
  const isBare = isCalled && parent.type === 'CallExpression' && parent.arguments.length === 0
  return {
    name,
    start,
    end,
    later,
    isCalled,
    isShort: key === 'value' && parent.shorthand === true,
    isWritten: (key === 'left' && parent.type === 'AssignmentExpression') || parent?.type === 'UpdateExpression',
    call: isBare ? { start: parent.start, end: parent.end } : undefined,
  }
}

/** Whether a mention of a function puts it somewhere at evaluation, or in a function that usual commands run. */
export const isHandedOn = ({ later, start, isCalled }, isRun) => !isCalled && (!later || isRun(start))
