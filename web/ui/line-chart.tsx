// Values over time as lines. What pointing at it shows, the arrow keys show and say too, and the same numbers stand in a
// table that can be opened. Lines differ by dashes, not by colour alone.

import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, type PointerEvent, useId, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type ChartPoint, linePath, type Scale, timeTicks, valueAt, valueTicks } from './chart-scale.ts'
import { ChartTable } from './chart-table.tsx'
import { regionOf } from './region-of.ts'
import { useWidth } from './use-width.ts'

export interface ChartSeries {
  readonly name: string
  /** In the order of time. */
  readonly points: readonly ChartPoint[]
}

export interface LineChartProps {
  /** What is measured: `Processor, %`. */
  readonly label: string
  readonly series: readonly ChartSeries[]
  /** The time that is shown, whether or not there are points in all of it; milliseconds since 1970. */
  readonly from: number
  readonly to: number
  /** A value in words: `1.5 GB`. */
  format(value: number): string
  /** The top of the chart; absent: what the largest value needs. */
  readonly max?: number
  /** Each value holds until the next: counts. */
  readonly isStepped?: boolean
  /** Values are whole: no half nodes on the axis. */
  readonly isWhole?: boolean
}

const height = 160
const room = { top: 8, right: 20, bottom: 22, left: 56 }
const pixelsBetweenTimes = 90

export function LineChart(props: LineChartProps) {
  const { label, series, from, to } = props
  const styles = useStyles()
  const id = useId()
  const [frame, width] = useWidth<HTMLDivElement>()
  const [chosen, setChosen] = useState<number>()
  const times = useMemo(() => timesOf(series), [series])
  const timeOf = useTimes(to - from)
  const scale = scaleOf(props, width)
  const index = chosen === undefined ? undefined : nearest(times, chosen)
  const at = index === undefined ? undefined : times[index]
  const values = at === undefined ? [] : valuesAt(props, at)
  const words =
    at === undefined ? label : `${timeOf(at)}: ${values.map(({ name, text }) => `${name} ${text}`).join(', ')}`

  const point = (event: PointerEvent<HTMLDivElement>) => {
    const left = event.clientX - event.currentTarget.getBoundingClientRect().left
    setChosen(from + ((left - room.left) / Math.max(1, width - room.left - room.right)) * (to - from))
  }
  const step = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return setChosen(undefined)
    const next = nextIndex(event.key, index, times.length)
    if (next === undefined) return
    event.preventDefault()
    setChosen(times[next])
  }
  return (
    <figure className={styles.figure} aria-labelledby={id}>
      <figcaption className={styles.caption} id={id}>
        {label}
      </figcaption>
      {series.length > 1 && <Legend series={series} />}
      <div
        ref={frame}
        className={styles.frame}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, times.length - 1)}
        aria-valuenow={index ?? 0}
        aria-valuetext={words}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setChosen(undefined)}
        onBlur={() => setChosen(undefined)}
        onKeyDown={step}
      >
        {width > 0 && (
          <svg width={width} height={height} aria-hidden="true" className={styles.drawing}>
            <Axes {...props} scale={scale} width={width} />
            {series.map(({ name, points }, place) => (
              <path
                key={name}
                d={linePath(points, scale, props.isStepped)}
                className={styles.line}
                style={{ stroke: lookOf(place).colour, strokeDasharray: lookOf(place).dashes }}
              />
            ))}
            {at !== undefined && <Cursor left={scale.x(at)} values={values} scale={scale} />}
          </svg>
        )}
        {at !== undefined && (
          <div className={styles.tip} style={tipPlace(scale.x(at), width)} aria-hidden="true">
            <strong>{timeOf(at)}</strong>
            {values.map(({ name, text }) => (
              <span key={name}>{`${name} ${text}`}</span>
            ))}
          </div>
        )}
      </div>
      <ChartTable {...props} times={times} timeOf={timeOf} />
    </figure>
  )
}

function Legend({ series }: { readonly series: readonly ChartSeries[] }) {
  const styles = useStyles()
  return (
    <ul className={styles.legend}>
      {series.map(({ name }, place) => (
        <li key={name} className={styles.named}>
          <svg width="22" height="8" aria-hidden="true">
            <path
              d="M1 4H21"
              className={styles.line}
              style={{ stroke: lookOf(place).colour, strokeDasharray: lookOf(place).dashes }}
            />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  )
}

function Axes(props: LineChartProps & { readonly scale: Scale; readonly width: number }) {
  const { scale, width, from, to, format } = props
  const styles = useStyles()
  const timeOf = useTimes(to - from)
  const count = Math.floor((width - room.left - room.right) / pixelsBetweenTimes)
  return (
    <g>
      {ticksOf(props).map((value) => (
        <g key={value}>
          <path d={`M${room.left} ${scale.y(value)}H${width - room.right}`} className={styles.grid} />
          <text x={room.left - 6} y={scale.y(value) + 4} textAnchor="end" className={styles.tick}>
            {format(value)}
          </text>
        </g>
      ))}
      {timeTicks(from, to, { count }).map((time) => (
        <text key={time} x={scale.x(time)} y={height - 6} textAnchor="middle" className={styles.tick}>
          {timeOf(time)}
        </text>
      ))}
    </g>
  )
}

interface ValueThere {
  readonly name: string
  readonly value: number | undefined
  readonly text: string
}

function Cursor(props: { readonly left: number; readonly values: readonly ValueThere[]; readonly scale: Scale }) {
  const styles = useStyles()
  return (
    <g>
      <path
        d={`M${props.left} ${room.top}V${height - room.bottom}`}
        className={mergeClasses(styles.grid, styles.strong)}
      />
      {props.values.map(({ name, value }, place) =>
        value === undefined ? null : (
          <circle key={name} cx={props.left} cy={props.scale.y(value)} r="4" style={{ fill: lookOf(place).colour }} />
        ),
      )}
    </g>
  )
}

function timesOf(series: readonly ChartSeries[]): readonly number[] {
  const known = series.flatMap(({ points }) => points.filter(({ value }) => value !== undefined).map(({ at }) => at))
  return [...new Set(known)].toSorted((a, b) => a - b)
}

function valuesAt({ series, format, isStepped }: LineChartProps, at: number): readonly ValueThere[] {
  return series.map(({ name, points }) => {
    const value = valueAt(points, at, isStepped)
    return { name, value, text: value === undefined ? '–' : format(value) }
  })
}

function ticksOf({ series, max, isWhole }: LineChartProps): readonly number[] {
  const largest = series.flatMap(({ points }) => points).reduce((top, { value }) => Math.max(top, value ?? 0), 0)
  return valueTicks(max ?? largest, isWhole)
}

function scaleOf(props: LineChartProps, width: number): Scale {
  const { from, to } = props
  const top = ticksOf(props).at(-1) ?? 1
  const [across, up] = [width - room.left - room.right, height - room.top - room.bottom]
  return {
    // A point stands for a while, and the first may begin before the time that is shown.
    x: (at) => room.left + (Math.max(0, at - from) / Math.max(1, to - from)) * across,
    y: (value) => height - room.bottom - (Math.min(value, top) / top) * up,
  }
}

/** Times as an axis of that length says them: the hour within a day, with the date beyond. */
function useTimes(lengthMs: number): (at: number) => string {
  const { i18n } = useTranslation()
  return useMemo(() => {
    const isLong = lengthMs > 26 * 3_600_000
    const date = isLong ? ({ month: 'numeric', day: 'numeric' } as const) : {}
    const format = new Intl.DateTimeFormat(regionOf(i18n.language), {
      ...date,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    return (at: number) => format.format(at)
  }, [i18n.language, lengthMs])
}

function nearest(times: readonly number[], at: number): number | undefined {
  if (times.length === 0) return undefined
  return times.reduce(
    (best, time, index) => (Math.abs(time - at) < Math.abs((times[best] ?? time) - at) ? index : best),
    0,
  )
}

function nextIndex(key: string, index: number | undefined, count: number): number | undefined {
  if (count === 0) return undefined
  const last = count - 1
  const from = index ?? last
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: index === undefined ? last : from - 1,
    ArrowDown: index === undefined ? last : from - 1,
    ArrowRight: from + 1,
    ArrowUp: from + 1,
    PageDown: from - 10,
    PageUp: from + 10,
    Home: 0,
    End: last,
  }
  const next = moves[key]
  return next === undefined ? undefined : Math.min(last, Math.max(0, next))
}

/** On the side of the cursor where there is more room. */
function tipPlace(left: number, width: number) {
  return left > width / 2 ? { right: `${width - left + 8}px` } : { left: `${left + 8}px` }
}

const looks = [
  { colour: tokens.colorBrandForeground1, dashes: 'none' },
  { colour: tokens.colorPaletteDarkOrangeForeground1, dashes: '6 4' },
  { colour: tokens.colorPaletteBlueForeground2, dashes: '2 4' },
  { colour: tokens.colorPaletteBerryForeground1, dashes: '9 3 2 3' },
] as const

function lookOf(place: number): (typeof looks)[number] {
  return looks[place % looks.length] ?? looks[0]
}

const useStyles = makeStyles({
  figure: { margin: 0, minWidth: 0, display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
  caption: { fontWeight: tokens.fontWeightSemibold },
  frame: {
    position: 'relative',
    minWidth: 0,
    minHeight: `${height}px`,
    touchAction: 'pan-y',
    borderRadius: tokens.borderRadiusMedium,
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  drawing: { display: 'block' },
  line: { fill: 'none', strokeWidth: 2, strokeLinecap: 'round', strokeLinejoin: 'round' },
  grid: { stroke: tokens.colorNeutralStroke2, strokeWidth: 1, fill: 'none' },
  strong: { stroke: tokens.colorNeutralStrokeAccessible },
  tick: { fill: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase100 },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalM,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    fontSize: tokens.fontSizeBase200,
  },
  named: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalXS },
  tip: {
    position: 'absolute',
    top: 0,
    display: 'flex',
    flexDirection: 'column',
    pointerEvents: 'none',
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS}`,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow8,
  },
})
