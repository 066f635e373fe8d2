import { resolvePath, type Tool, type Use } from '../shell/world.ts'
import { FOLDER_MARK } from '../files.ts'
import { options } from './options.ts'

const pathOf = (use: Use, name: string) => resolvePath(use.cwd, name)
const fileName = (path: string) => path.slice(path.lastIndexOf('/') + 1)
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/')) || '/'

function complain(use: Use, text: string): 1 {
  use.io.err(`${use.name}: ${text}\n`)
  return 1
}

/** GNU and busybox agree on what happened, not on how they say it. */
const noSuch = (use: Use, name: string, gnu: string) =>
  complain(
    use,
    use.world.userland === 'debian'
      ? `${gnu} '${name}': No such file or directory`
      : `${name}: No such file or directory`,
  )

const readOnly = (use: Use, name: string) =>
  complain(
    use,
    use.world.userland === 'debian'
      ? `cannot touch '${name}': Read-only file system`
      : `${name}: Read-only file system`,
  )

const ls: Tool = use => {
  const { flags, words } = options(use.args)
  const { files } = use.world
  let code = 0
  const names = words.length ? words : ['.']
  const row = (path: string, name: string) => {
    if (!flags.has('l')) return `${name}\n`
    const folder = files.list(path) !== undefined
    const size = folder ? 4096 : (files.read(path) ?? '').length
    const time = new Date(use.world.running.startedAt).toUTCString()
    const stamp = `${time.slice(8, 11)} ${time.slice(5, 7)} ${time.slice(17, 22)}`
    return `${folder ? 'drwxr-xr-x' : '-rw-r--r--'}    1 root     root     ${String(size).padStart(9)} ${stamp} ${name}\n`
  }
  names.forEach((name, i) => {
    const path = pathOf(use, name)
    const entries = files.list(path)
    if (!entries && files.read(path) === undefined) {
      code = noSuch(use, name, 'cannot access')
      return
    }
    if (!entries || flags.has('d')) {
      use.io.out(row(path, name))
      return
    }
    if (names.length > 1) use.io.out(`${i ? '\n' : ''}${name}:\n`)
    if (flags.has('l')) use.io.out('total 0\n')
    for (const entry of entries) {
      if (flags.has('a') || flags.has('A') || !entry.startsWith('.'))
        use.io.out(row(`${path === '/' ? '' : path}/${entry}`, entry))
    }
  })
  return code && use.world.userland === 'debian' ? 2 : code
}

const touch: Tool = use => {
  for (const name of options(use.args, ['d', 't']).words) {
    const path = pathOf(use, name)
    if (!use.world.files.list(folderOf(path))) return noSuch(use, name, 'cannot touch')
    if (use.world.files.list(path)) continue
    if (!use.world.files.write(path, use.world.files.read(path) ?? '')) return readOnly(use, name)
  }
  return 0
}

/** Every file below a path, the path itself included when it is one. */
function tree(use: Use, path: string): string[] {
  const entries = use.world.files.list(path)
  if (!entries) return use.world.files.read(path) === undefined ? [] : [path]
  return entries.flatMap(entry => tree(use, `${path === '/' ? '' : path}/${entry}`))
}

const rm: Tool = use => {
  const { flags, words } = options(use.args)
  let code = 0
  for (const name of words) {
    const path = pathOf(use, name)
    const folder = use.world.files.list(path) !== undefined
    if (!folder && use.world.files.read(path) === undefined) {
      if (!flags.has('f')) code = noSuch(use, name, 'cannot remove')
    } else if (folder && !flags.has('r') && !flags.has('R')) {
      code = complain(
        use,
        use.world.userland === 'debian' ? `cannot remove '${name}': Is a directory` : `'${name}' is a directory`,
      )
    } else for (const file of tree(use, path)) if (!use.world.files.write(file, undefined)) code = readOnly(use, name)
  }
  return code
}

const mkdir: Tool = use => {
  const { flags, words } = options(use.args, ['m'])
  for (const name of words) {
    const path = pathOf(use, name)
    if (use.world.files.list(path)) {
      if (flags.has('p')) continue
      const text =
        use.world.userland === 'debian' ? `cannot create directory '${name}'` : `can't create directory '${name}'`
      return complain(use, `${text}: File exists`)
    }
    if (!flags.has('p') && !use.world.files.list(folderOf(path))) return noSuch(use, name, 'cannot create directory')
    if (!use.world.files.write(`${path}/${FOLDER_MARK}`, '')) return readOnly(use, name)
  }
  return 0
}

const copy =
  (moves: boolean): Tool =>
  use => {
    const { words } = options(use.args)
    const target = words.pop()
    if (!target || !words.length) return complain(use, 'missing file operand')
    const to = pathOf(use, target)
    for (const name of words) {
      const from = pathOf(use, name)
      const sources = tree(use, from)
      if (!sources.length) return noSuch(use, name, moves ? 'cannot stat' : 'cannot stat')
      const base = use.world.files.list(to) ? `${to === '/' ? '' : to}/${fileName(from)}` : to
      for (const source of sources) {
        if (!use.world.files.write(base + source.slice(from.length), use.world.files.read(source)))
          return readOnly(use, target)
        if (moves) use.world.files.write(source, undefined)
      }
    }
    return 0
  }

const find: Tool = use => {
  const { values, words } = options(use.args, ['name', 'type', 'maxdepth'])
  const wanted =
    values['name'] && new RegExp(`^${values['name'].replace(/\./g, '\\.').replace(/\*/g, '.*').replace(/\?/g, '.')}$`)
  const walk = (path: string, shown: string, depth: number) => {
    const entries = use.world.files.list(path)
    const right = !values['type'] || (values['type'] === 'd') === (entries !== undefined)
    if (right && (!wanted || wanted.test(fileName(shown)))) use.io.out(`${shown}\n`)
    if (depth >= Number(values['maxdepth'] ?? 30)) return
    for (const entry of entries ?? [])
      walk(`${path === '/' ? '' : path}/${entry}`, `${shown === '/' ? '' : shown}/${entry}`, depth + 1)
  }
  for (const name of words.length ? words : ['.']) {
    const path = pathOf(use, name)
    if (!use.world.files.list(path) && use.world.files.read(path) === undefined) return noSuch(use, name, '')
    walk(path, name, 0)
  }
  return 0
}

const which: Tool = use => {
  let code = 0
  for (const name of use.args) {
    const folder = ['/usr/local/bin', '/usr/bin', '/bin'].find(path => use.world.files.list(path)?.includes(name))
    if (folder) use.io.out(`${folder}/${name}\n`)
    else code = 1
  }
  return code
}

const basename: Tool = use => {
  const [path = '', suffix = ''] = use.args
  const name = fileName(path.replace(/\/+$/, ''))
  use.io.out(`${suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name}\n`)
  return 0
}

const dirname: Tool = use => {
  const path = (use.args[0] ?? '').replace(/\/+$/, '')
  use.io.out(`${path.includes('/') ? folderOf(path) : '.'}\n`)
  return 0
}

const realpath: Tool = use => {
  use.io.out(`${pathOf(use, use.args.find(arg => !arg.startsWith('-')) ?? '.')}\n`)
  return 0
}

/** Owners and modes are not kept; the file must be there. */
const change: Tool = use => {
  const [, ...names] = options(use.args).words
  const missing = names.find(
    name => use.world.files.read(pathOf(use, name)) === undefined && !use.world.files.list(pathOf(use, name)),
  )
  return missing === undefined ? 0 : noSuch(use, missing, 'cannot access')
}

export const fileTools: Record<string, Tool> = {
  ls,
  touch,
  rm,
  mkdir,
  cp: copy(false),
  mv: copy(true),
  find,
  which,
  basename,
  dirname,
  realpath,
  readlink: realpath,
  chmod: change,
  chown: change,
}
