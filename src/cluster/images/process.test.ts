import { describe, expect, it } from 'vitest'
import type { Container, Pod } from '../../lib/objects.ts'
import { prng } from '../../lib/prng.ts'
import { execError, execute } from './execute.ts'
import { LayeredFiles } from './files.ts'
import type { Network, Running } from './image.ts'
import { imageOf } from './index.ts'
import { follow, listeners, respond, stopTime } from './process.ts'
import { startError } from './program.ts'

const START = Date.parse('2026-11-22T05:37:14Z')

function running(
  container: Partial<Container>,
  options: { env?: Record<string, string>; now?: number; network?: Network } = {},
): Running {
  const full = { name: 'main', ...container } as Container
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web-1', namespace: 'default', uid: 'u1' },
    spec: { nodeName: 'kubesim-worker', containers: [full] },
    status: { podIP: '10.244.1.2' },
  } as Pod
  const { image, tag } = imageOf(full.image ?? 'busybox:1.36')
  const self: Running = {
    pod,
    container: full,
    env: options.env ?? {},
    tag,
    now: options.now ?? START,
    startedAt: START,
    rng: prng('test'),
    network: options.network,
    files: new LayeredFiles({
      container: 'main',
      image: () => ({ '/etc/hostname': 'web-1\n', '/tmp/.kubesim-folder': '', ...image.files?.(self) }),
    }),
  }
  return self
}

const script = (text: string) => ({ image: 'busybox:1.36', command: ['sh', '-c', text] })

describe('how containers end', () => {
  it.each<[string, Partial<Container>, number | undefined, number | undefined]>([
    ['busybox without a command', { image: 'busybox:1.36' }, 0, 1],
    ['sleep', { image: 'busybox', command: ['sleep', '5'] }, 0, 5001],
    ['sleep infinity', { image: 'busybox', command: ['sleep', 'infinity'] }, undefined, undefined],
    ['args only', { image: 'busybox', args: ['sleep', '2m'] }, 0, 120001],
    ['exit 3', script('sleep 1; exit 3'), 3, 1002],
    ['false', script('false'), 1, 1],
    ['unknown command', script('nosuch'), 127, 2],
    ['syntax error', script('if true'), 2, 1],
    ['set -e', script('set -e; false; sleep 10'), 1, 1],
    ['&& chain', script('true && false || exit 7'), 7, 1],
    ['for loop', script('for i in 1 2 3; do sleep 1; done'), 0, 3004],
    ['counting loop', script('i=0; while [ $i -lt 5 ]; do i=$((i+1)); sleep 1; done; exit $i'), 5, 5006],
    ['endless loop', script('while true; do echo hi; sleep 1; done'), undefined, undefined],
    ['busy loop', script('while :; do :; done'), undefined, undefined],
    ['tail -f', script('tail -f /dev/null'), undefined, undefined],
    ['case', script('case abc in a*) exit 4;; esac'), 4, 1],
    ['function', script('f() { return 5; }; f; exit $?'), 5, 1],
    ['background and wait', script('sleep 3 & wait'), 0, 3002],
    ['timeout', script('timeout 2 sleep 10; exit $?'), 124, 2001],
    ['shell waits for its terminal', { image: 'busybox', stdin: true, tty: true }, undefined, undefined],
    ['nginx', { image: 'nginx' }, undefined, undefined],
    [
      'nginx after a script',
      { image: 'nginx', command: ['sh', '-c', 'echo hi && nginx -g "daemon off;"'] },
      undefined,
      undefined,
    ],
    ['hello-world', { image: 'hello-world' }, 0, 10],
    ['postgres without password', { image: 'postgres:17' }, 1, 100],
    ['unknown image', { image: 'example/api:1.0' }, undefined, undefined],
    [
      'unknown image, prepared',
      { image: 'example/api:1.0', command: ['sh', '-c', 'migrate && ./server'] },
      undefined,
      undefined,
    ],
    ['unknown image, sleeping', { image: 'example/api:1.0', command: ['sleep', '10'] }, 0, 10001],
    ['curl without arguments', { image: 'curlimages/curl' }, 2, 2],
  ])('%s', (_, container, code, afterMs) => {
    const { exit } = follow(running(container), Number.POSITIVE_INFINITY)
    expect(exit?.code).toBe(code)
    if (afterMs !== undefined) expect(Math.abs(exit!.afterMs - afterMs)).toBeLessThanOrEqual(4)
  })

  it('waits for the network', () => {
    const text = 'until wget -q -O- http://web; do echo waiting; sleep 2; done'
    expect(follow(running(script(text)), START + 1000).exit).toBeUndefined()
    const network: Network = (_, at) =>
      at < START + 5000 ? { failure: 'resolve', ms: 5 } : { ms: 5, response: { status: 200, body: 'ok\n' } }
    const process = follow(running(script(text), { network }), Number.POSITIVE_INFINITY)
    expect(process.exit?.code).toBe(0)
    expect(process.lines().map(({ line }) => line)).toEqual([
      "wget: bad address 'web'",
      'waiting',
      "wget: bad address 'web'",
      'waiting',
      "wget: bad address 'web'",
      'waiting',
      'ok',
    ])
  })
})

describe('what scripts write', () => {
  const said = (text: string, now = START + 60_000, env = {}) =>
    follow(running(script(text), { now, env }), now)
      .lines()
      .map(({ line }) => line)
  it.each<[string, string[]]>([
    ['echo hello; echo "a  b" c', ['hello', 'a  b c']],
    ['echo -n x; echo y', ['xy']],
    ['printf "%s-%03d\\n" a 7', ['a-007']],
    ['X=1; echo $X ${X:-2} ${Y:-3} ${#X}', ['1 1 3 1']],
    ['for i in $(seq 1 3); do echo $i; done', ['1', '2', '3']],
    ['echo "b\na" | sort | head -n 1', ['a']],
    ['echo "  HTTP/1.1 200 OK" | awk \'/^  HTTP/{print $2}\'', ['200']],
    ['echo a,b,c | cut -d, -f2', ['b']],
    ['echo hello | tr a-z A-Z', ['HELLO']],
    ['echo hello world | sed "s/world/there/; s/h/H/"', ['Hello there']],
    ['cat <<EOF\nline $((1 + 2))\nEOF', ['line 3']],
    ['echo one > /tmp/x; echo two >> /tmp/x; cat /tmp/x | wc -l', ['2']],
    ['cat /nosuch; echo $?', ["cat: can't open '/nosuch': No such file or directory", '1']],
    ['echo err >&2; echo out', ['err', 'out']],
    ['nosuch 2>/dev/null || echo fallback', ['fallback']],
    ['hostname; date', ['web-1', 'Sun Nov 22 05:37:14 UTC 2026']],
    ['x=$(echo a; echo b); echo "$x" | wc -l', ['2']],
    ['set -x; A=1; echo $A', ['+ A=1', '+ echo 1', '1']],
    ['f=/a/b.tar.gz; echo ${f##*/} ${f%%.*} ${f%.gz}', ['b.tar.gz /a/b /a/b.tar']],
    ['echo "a b" | while read x y; do echo $y; done', ['b']],
    ['[ -f /etc/hostname ] && echo file; [ -d /etc ] && echo folder', ['file', 'folder']],
    ['(exit 3) || echo $?', ['3']],
    ['X=; if [ $X -eq 200 ]; then echo yes; else echo no; fi', ['sh: 200: unknown operand', 'no']],
    ['[ a -eq 1 ] || echo $?', ['sh: a: bad number', '2']],
    ['[ "$Z" = "" -a 1 -lt 2 ] && [ ! -f /x ] && echo ok', ['ok']],
    ['mkdir -p /data/x && touch /data/x/y && ls /data/x', ['y']],
    ['echo a b c | xargs -n 1 echo item', ['item a', 'item b', 'item c']],
    ['set -- p q; echo $# "$@" $1', ['2 p q p']],
  ])('%s', (text, lines) => {
    expect(said(text)).toEqual(lines)
  })

  it('counts on through a week without following every round', () => {
    const week = 7 * 24 * 3_600_000
    const lines = said('i=0; while true; do echo "$i"; i=$((i+1)); sleep 1; done', START + week)
    const last = Number(lines.at(-1))
    expect(last).toBeGreaterThan(590_000)
    expect(lines.slice(-3)).toEqual([String(last - 2), String(last - 1), String(last)])
  })

  it('tells when each line was written', () => {
    const process = follow(running(script('echo a; sleep 10; echo b')), START + 20_000)
    expect(process.lines().map(({ at }) => Math.round((at - START) / 1000))).toEqual([0, 10])
  })
})

describe('what serves', () => {
  const get = (container: Partial<Container>, path = '/', env = {}) => {
    const self = running(container, { env, now: START + 1000 })
    const port = listeners(self)[0]?.port
    const request = { method: 'GET', path, host: 'web', headers: {}, body: '', from: '10.244.0.1:4000' }
    return port === undefined ? undefined : respond(request, port, self)
  }
  it.each<[string, Partial<Container>, string, RegExp, number?]>([
    ['nginx', { image: 'nginx:1.27' }, '/', /Welcome to nginx!.*Pod web-1 \(10.244.1.2\) on kubesim-worker/s],
    ['nginx missing page', { image: 'nginx:1.27' }, '/x', /404 Not Found/, 404],
    [
      'nginx, own page',
      { image: 'nginx', command: ['sh', '-c', 'echo mine > /usr/share/nginx/html/index.html; exec nginx'] },
      '/',
      /^mine\n$/,
    ],
    ['httpd', { image: 'httpd:2.4' }, '/', /It works!/],
    ['whoami', { image: 'traefik/whoami' }, '/', /^Hostname: web-1\nIP: 127.0.0.1\nIP: 10.244.1.2\nRemoteAddr/],
    ['http-echo', { image: 'hashicorp/http-echo', args: ['-text=hi there'] }, '/', /^hi there\n$/],
    [
      'hello-app',
      { image: 'gcr.io/google-samples/hello-app:2.0' },
      '/',
      /^Hello, world!\nVersion: 2.0.0\nHostname: web-1\n$/,
    ],
    [
      'agnhost netexec',
      { image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['netexec'] },
      '/hostname',
      /^web-1$/,
    ],
    [
      'agnhost serve-hostname',
      { image: 'registry.k8s.io/e2e-test-images/agnhost:2.53', args: ['serve-hostname'] },
      '/',
      /^web-1$/,
    ],
    ['echoserver', { image: 'registry.k8s.io/echoserver:1.10' }, '/', /Hostname: web-1/],
    ['podinfo', { image: 'ghcr.io/stefanprodan/podinfo:6.5.0' }, '/version', /"version":"6.5.0"/],
    ['any other', { image: 'example/api:1.0', ports: [{ containerPort: 3000 }] }, '/', /image example\/api:1.0/],
  ])('%s', (_, container, path, body, status = 200) => {
    const answer = get(container, path)
    expect(answer?.body).toMatch(body)
    expect(answer?.status).toBe(status)
  })

  it.each<[string, Partial<Container>]>([
    ['nginx that sleeps', { image: 'nginx', command: ['sleep', '100'] }],
    ['any other without ports', { image: 'example/api:1.0' }],
    ['a script', script('sleep 100')],
  ])('nothing: %s', (_, container) => {
    expect(listeners(running(container, { now: START + 1000 }))).toEqual([])
  })
})

describe('what cannot start', () => {
  it.each<[Partial<Container>, RegExp | undefined]>([
    [{ image: 'nginx', command: ['nosuch'] }, /exec: "nosuch": executable file not found in \$PATH$/],
    [{ image: 'busybox', command: ['bash'] }, /"bash": executable file not found/],
    [{ image: 'traefik/whoami', command: ['/bin/sh'] }, /"\/bin\/sh": stat \/bin\/sh: no such file or directory$/],
    [{ image: 'busybox', args: ['-c', 'date'] }, /"-c": executable file not found/],
    [{ image: 'redis:7.2', args: ['--port', '7000'] }, undefined],
    [{ image: 'example/api:1.0', command: ['/app/run'] }, undefined],
  ])('%j', (container, error) => {
    const text = startError({ name: 'main', ...container }, () => false)
    if (error) expect(text).toMatch(error)
    else expect(text).toBeUndefined()
  })
})

describe('SIGTERM', () => {
  it.each<[Partial<Container>, 'soon' | 'never']>([
    [{ image: 'nginx' }, 'soon'],
    [{ image: 'busybox', command: ['sleep', '3600'] }, 'never'],
    [script('trap "exit 0" TERM; sleep 3600'), 'soon'],
    [{ image: 'example/api:1.0' }, 'soon'],
  ])('%j: %s', (container, ends) => {
    const ms = stopTime(running(container, { now: START + 1000 }))
    expect(ms <= 50 ? 'soon' : ms === Number.POSITIVE_INFINITY ? 'never' : ms).toBe(ends)
  })
})

describe('exec', () => {
  it.each<[Partial<Container>, string[], string, number]>([
    [{ image: 'nginx' }, ['hostname'], 'web-1\n', 0],
    [{ image: 'nginx' }, ['sh', '-c', 'echo $COLOR; exit 4'], 'red\n', 4],
    [{ image: 'nginx' }, ['printenv', 'COLOR'], 'red\n', 0],
    [{ image: 'redis' }, ['redis-cli', 'ping'], 'PONG\n', 0],
    [{ image: 'postgres' }, ['pg_isready'], '/var/run/postgresql:5432 - accepting connections\n', 0],
    [{ image: 'busybox' }, ['echo', 'a', 'b'], 'a b\n', 0],
  ])('%j %j', (container, argv, stdout, code) => {
    const self = running(container, { env: { COLOR: 'red', POSTGRES_PASSWORD: 'x' } })
    expect(execError(self, argv[0]!)).toBeUndefined()
    expect(execute(self, argv, '')).toMatchObject({ stdout, code })
  })

  it('says what is not there', () => {
    expect(execError(running({ image: 'nginx' }), 'vim')).toBe(
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "vim": executable file not found in $PATH: unknown',
    )
  })
})
