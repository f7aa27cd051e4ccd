// The numbers of a chart's axes: round values from zero up, and round times in the person's own time.

export interface ChartPoint {
  /** Milliseconds since 1970. */
  readonly at: number
  /** Undefined: not known then; the line has a gap. */
  readonly value: number | undefined
}

/** Zero and round values up to the first that reaches `max`, four or five of them; whole ones when `isWhole`. */
export function valueTicks(max: number, isWhole = false): readonly number[] {
  const rough = (max > 0 ? max : 1) / 4
  const power = 10 ** Math.floor(Math.log10(rough))
  const nice = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((each) => each >= rough * 0.999) ?? rough
  const step = isWhole ? Math.max(1, Math.ceil(nice)) : nice
  const count = Math.max(1, Math.ceil((max > 0 ? max : 1) / step - 1e-9))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
const steps = [minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour]

/** Round times between two, at most `count` of them. `offsetMs`: how far local time is behind UTC. */
export function timeTicks(from: number, to: number, shape: { count: number; offsetMs?: number }): readonly number[] {
  const offset = shape.offsetMs ?? new Date(to).getTimezoneOffset() * minute
  const count = Math.max(1, shape.count)
  const step = steps.find((each) => (to - from) / each <= count) ?? Math.ceil((to - from) / count / day) * day
  const first = Math.ceil((from - offset) / step) * step + offset
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, index) => first + index * step)
}

/** What a series says at a moment: its point there; of a stepped one, what held then. */
export function valueAt(points: readonly ChartPoint[], at: number, isStepped = false): number | undefined {
  if (isStepped) return points.findLast((point) => point.at <= at)?.value
  return points.find((point) => point.at === at)?.value
}

export interface Scale {
  x(at: number): number
  y(value: number): number
}

/** The line as SVG says it; it breaks where nothing is known. A point alone is a dot, by its round ends. */
export function linePath(points: readonly ChartPoint[], { x, y }: Scale, isStepped = false): string {
  let isDrawing = false
  const parts = points.map(({ at, value }) => {
    if (value === undefined) {
      isDrawing = false
      return ''
    }
    const [left, top] = [x(at).toFixed(1), y(value).toFixed(1)]
    const part = isDrawing ? (isStepped ? `H${left}V${top}` : `L${left} ${top}`) : `M${left} ${top}h0`
    isDrawing = true
    return part
  })
  return parts.join('')
}
