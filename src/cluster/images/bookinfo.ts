import type { HttpResponse, Image, Running } from './image.ts'
import { html, json, route, text, titledPage, whoAnswers } from './page.ts'

type Answer = (path: string, running: Running) => HttpResponse | undefined

/** One service of Istio's Bookinfo, on port 9080, with `/health`; other paths answer with who answers. */
function service(name: string, answer: Answer): Image {
  return {
    names: [`registry.istio.io/release/examples-bookinfo-${name}`, `istio/examples-bookinfo-${name}`],
    size: 120_000_000,
    programs: ['*'],
    userland: 'debian',
    tools: ['curl'],
    listens: () => [{ port: 9080, protocol: 'TCP' }],
    http: (request, _, running) => {
      const { path } = route(request.path)
      if (path === '/health') return json({ status: `${name} is healthy` })
      return answer(path, running) ?? text(`${whoAnswers(running)}\n`)
    },
  }
}

const details: Answer = path =>
  path === '/details/0'
    ? json({ id: 0, author: 'William Shakespeare', year: 1595, type: 'paperback', pages: 200, language: 'English' })
    : undefined

const ratings: Answer = path =>
  path === '/ratings/0' ? json({ id: 0, ratings: { Reviewer1: 5, Reviewer2: 4 } }) : undefined

/** The three versions differ in how they show ratings: not at all, in black, in red. */
const reviews =
  (color?: string): Answer =>
  (path, { pod }) => {
    if (path !== '/reviews/0') return undefined
    const rating = (stars: number) => (color ? { rating: { stars, color } } : {})
    const list = [
      { reviewer: 'Reviewer1', ...rating(5) },
      { reviewer: 'Reviewer2', ...rating(4) },
    ]
    return json({ id: '0', podname: pod.metadata.name, clustername: 'null', reviews: list })
  }

const productpage: Answer = (path, running) =>
  path === '/productpage' || path === '/' ? html(titledPage('Simple Bookstore App', running)) : undefined

export const bookinfo = (): Image[] => [
  service('details-v1', details),
  service('ratings-v1', ratings),
  service('reviews-v1', reviews()),
  service('reviews-v2', reviews('black')),
  service('reviews-v3', reviews('red')),
  service('productpage-v1', productpage),
]
