import { expect, test } from 'vitest'
import { FILES, imageNamed, imageOf } from './index.ts'

const all = FILES.flatMap(([words, images]) => [images()].flat().map(image => ({ words: words.split(' '), image })))

test('the words of a file lead to each name of its images', () => {
  for (const { words, image } of all) {
    for (const name of image.names) {
      expect(
        words.some(word => name.includes(word)),
        `${name} has none of: ${words.join(', ')}`,
      ).toBe(true)
    }
  }
})

test('each name leads to the image that has it', () => {
  for (const { image } of all) {
    for (const name of image.names) {
      const { names } = imageNamed(name.endsWith('*') ? `${name.slice(0, -1)}other` : name)
      expect(names, name).toEqual(image.names)
    }
  }
})

const names: [familiar: string, name: string][] = [
  ['nginx', 'nginx'],
  ['my/nginx', '*'],
  ['registry.k8s.io/ingress-nginx/controller', 'registry.k8s.io/ingress-nginx/controller'],
  ['registry.k8s.io/ingress-nginx/kube-webhook-certgen', 'registry.k8s.io/ingress-nginx/*'],
  ['example.com/shop', '*'],
  ['', '*'],
]
test.each(names)('%s is %s', (familiar, name) => {
  expect(imageNamed(familiar).names).toContain(name)
})

test('an image stays the same', () => {
  expect(imageOf('nginx:1.27').image).toBe(imageOf('docker.io/library/nginx:1.28').image)
  expect(imageOf('nginx').tag).toBe('latest')
})
