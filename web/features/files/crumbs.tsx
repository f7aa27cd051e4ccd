import { Breadcrumb, BreadcrumbDivider, BreadcrumbItem, makeStyles, tokens } from '@fluentui/react-components'
import { Link } from '@tanstack/react-router'
import { Fragment } from 'react'
import { useText } from '../../i18n/use-text.ts'
import { pages, type WorkspaceKey } from '../../paths.ts'
import { shownName } from '../../ui/shown-name.ts'
import { wayTo } from './file-path.ts'

/** Where this is on the share, and the way back up. */
export function Crumbs(props: { readonly workspace: WorkspaceKey; readonly path: string; readonly file?: string }) {
  const { workspace, path, file } = props
  const text = useText()
  const styles = useStyles()
  const steps = [{ name: text('Files'), path: '' }, ...wayTo(path)]
  return (
    <Breadcrumb aria-label={text('Where this is')} className={styles.crumbs}>
      {steps.map((step, index) => {
        const isLast = index === steps.length - 1 && file === undefined
        return (
          <Fragment key={step.path}>
            {index > 0 && <BreadcrumbDivider />}
            <BreadcrumbItem className={styles.item}>
              <Link
                to={pages.files(workspace)}
                search={step.path === '' ? {} : { path: step.path }}
                activeOptions={{ exact: true, includeSearch: true }}
                className={styles.link}
                {...(isLast ? { 'aria-current': 'page' as const } : {})}
              >
                {shownName(step.name)}
              </Link>
            </BreadcrumbItem>
          </Fragment>
        )
      })}
      {file !== undefined && (
        <>
          <BreadcrumbDivider />
          <BreadcrumbItem className={styles.item}>
            <span aria-current="page">{shownName(file)}</span>
          </BreadcrumbItem>
        </>
      )}
    </Breadcrumb>
  )
}

const useStyles = makeStyles({
  crumbs: { minWidth: 0, '& ol': { flexWrap: 'wrap' } },
  item: { minWidth: 0, overflowWrap: 'anywhere' },
  link: {
    color: tokens.colorNeutralForeground2,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalXS}`,
    textDecorationLine: 'none',
    ':hover': { textDecorationLine: 'underline' },
  },
})
