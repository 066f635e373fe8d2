import { describe, expect, it } from 'vitest'
import { canonicalReference, parseReference } from './reference.ts'

describe('image references', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest', 'nginx', 'latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27', 'nginx', '1.27'],
    ['docker.io/library/nginx:1.27', 'docker.io/library/nginx:1.27', 'nginx', '1.27'],
    ['index.docker.io/nginx:1.27', 'docker.io/library/nginx:1.27', 'nginx', '1.27'],
    ['traefik/whoami', 'docker.io/traefik/whoami:latest', 'traefik/whoami', 'latest'],
    ['registry.k8s.io/pause:3.10', 'registry.k8s.io/pause:3.10', 'registry.k8s.io/pause', '3.10'],
    ['localhost:5000/app', 'localhost:5000/app:latest', 'localhost:5000/app', 'latest'],
    [
      `busybox:1.38.0@sha256:${'a'.repeat(64)}`,
      `docker.io/library/busybox:1.38.0@sha256:${'a'.repeat(64)}`,
      'busybox',
      '1.38.0',
    ],
    [`busybox@sha256:${'a'.repeat(64)}`, `docker.io/library/busybox@sha256:${'a'.repeat(64)}`, 'busybox', ''],
  ])('%s', (text, canonical, familiar, tag) => {
    const reference = parseReference(text)!
    expect(canonicalReference(reference)).toBe(canonical)
    expect(reference.familiar).toBe(familiar)
    expect(reference.tag).toBe(tag)
  })

  it.each(['Nginx', 'bad image', 'nginx:', 'nginx:a b', '', 'nginx@sha256:12', 'a//b'])('refuses %j', text => {
    expect(parseReference(text)).toBeUndefined()
  })
})
