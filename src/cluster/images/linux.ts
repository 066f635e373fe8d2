import type { Image } from './image.ts'
import { text, whoAnswers } from './page.ts'

/** A bare distribution: a shell that ends at once without a command or a terminal. */
function distribution(name: string, shell: string, size: number, extra: Partial<Image> = {}): Image {
  const image: Image = { names: [name], size, cmd: [shell], programs: [], userland: 'debian', listens: () => [] }
  return { ...image, ...extra }
}

/** `-c CODE`, `-e CODE`, `-wle CODE`: one expression and no server. */
const isOneLiner = (argv: readonly string[]) => argv.some(word => /^-[a-zA-Z]*[ce]$/.test(word))

/**
 * A language's image: the interpreter alone ends at once, an expression on the command line ends with 0 after a while,
 * anything else is taken for a server on the containerPorts. What the code does is not simulated.
 */
function language(names: string[], program: string, size: number): Image {
  return {
    names,
    size,
    cmd: [program],
    programs: ['*'],
    userland: 'debian',
    tools: ['curl', 'wget', 'ps', 'uptime'],
    exits: ({ container }, argv) => {
      if (isOneLiner(argv)) return { afterMs: 3000, code: 0 }
      return argv.length === 1 && argv[0] === program && !container.stdin ? { afterMs: 40, code: 0 } : undefined
    },
    http: (_, __, running) => text(`${whoAnswers(running)}\n`),
  }
}

/** Distributions and languages: images that do what their command says. */
export const linux = (): Image[] => [
  distribution('alpine', '/bin/sh', 3_800_000, { userland: 'alpine' }),
  distribution('debian', 'bash', 48_000_000),
  distribution('ubuntu', '/bin/bash', 30_000_000),
  distribution('fedora', '/bin/bash', 67_000_000, { tools: ['curl'] }),
  distribution('centos', '/bin/bash', 83_000_000, { tools: ['curl'] }),
  distribution('bash', 'bash', 6_000_000, { userland: 'alpine', tools: ['bash'] }),
  distribution('nicolaka/netshoot', 'bash', 200_000_000, {
    userland: 'alpine',
    tools: ['curl', 'bash', 'dig', 'host'],
  }),
  distribution('tutum/dnsutils', 'bash', 80_000_000, { tools: ['nslookup', 'dig', 'host'] }),
  distribution('registry.k8s.io/e2e-test-images/jessie-dnsutils', 'bash', 93_000_000, {
    tools: ['nslookup', 'dig', 'host', 'wget'],
  }),
  language(['python'], 'python3', 360_000_000),
  language(['node'], 'node', 400_000_000),
  language(['golang'], 'bash', 300_000_000),
  language(['ruby'], 'irb', 360_000_000),
  language(['perl'], 'perl', 330_000_000),
  language(['openjdk', 'eclipse-temurin', 'amazoncorretto'], 'jshell', 230_000_000),
]
