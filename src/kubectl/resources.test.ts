import { describe, expect, it } from 'vitest'
import type { Client, Resource } from '../client/client.ts'
import { resolveResource, resolveResources } from './resources.ts'

const resource = (group: string, kind: string, shortNames: string[], categories: string[] = []): Resource => {
  const singular = kind.toLowerCase()
  const plural = singular.endsWith('s') ? `${singular}es` : `${singular}s`
  const qualified = group === '' ? plural : `${plural}.${group}`
  const shape = { version: 'v1', namespaced: true, verbs: [], subresources: [] }
  return {
    ...shape,
    group,
    kind,
    plural,
    singular,
    shortNames,
    categories,
    resource: qualified,
    groupResource: qualified,
    preferred: true,
    apiVersion: group ? `${group}/v1` : 'v1',
  }
}
const client = {
  async resources() {
    return [
      resource('events.k8s.io', 'Event', ['ev']),
      resource('apps', 'Deployment', ['deploy'], ['all']),
      resource('', 'Event', ['ev']),
      resource('', 'Pod', ['po'], ['all']),
      resource('networking.k8s.io', 'Ingress', ['ing']),
    ]
  },
} as unknown as Client

describe('resolveResource', () => {
  it.each([
    ['pods', 'pods'],
    ['po', 'pods'],
    ['Pod', 'pods'],
    ['deploy', 'deployments.apps'],
    ['deployments.apps', 'deployments.apps'],
    ['deployments.v1.apps', 'deployments.apps'],
    ['Deployment.apps', 'deployments.apps'],
    ['ev', 'events'],
    ['events.events.k8s.io', 'events.events.k8s.io'],
    ['ingress.networking', 'ingresses.networking.k8s.io'],
  ])('%s', async (word, expected) => {
    expect((await resolveResource(client, word)).resource).toBe(expected)
  })

  it.each([
    ['unicorns', 'unicorns'],
    ['pods.apps', 'pods'],
    ['deployments.v2.apps', 'deployments'],
  ])('refuses %s', async (word, named) => {
    await expect(resolveResource(client, word)).rejects.toThrow(`the server doesn't have a resource type "${named}"`)
  })

  it('knows categories, the core group first', async () => {
    expect((await resolveResources(client, 'all')).map(r => r.resource)).toEqual(['pods', 'deployments.apps'])
  })
})
