import { makeStyles, tokens } from '@fluentui/react-components'
import { useEffect, useState } from 'react'
import { useText } from '../../../i18n/use-text.ts'
import { shownName } from '../../../ui/shown-name.ts'

/** `type`: of a picture made of pixels; whatever the bytes are, they are read as that and nothing else. */
export function ImageView(props: {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  readonly name: string
}) {
  const { bytes, type, name } = props
  const text = useText()
  const styles = useStyles()
  const [address, setAddress] = useState<string>()
  const [isBroken, setBroken] = useState(false)
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type }))
    setAddress(made)
    setBroken(false)
    return () => URL.revokeObjectURL(made)
  }, [bytes, type])
  if (isBroken) return <p>{text('This picture cannot be shown: its content is not what its name says.')}</p>
  if (address === undefined) return null
  return <img src={address} alt={shownName(name)} className={styles.image} onError={() => setBroken(true)} />
}

const useStyles = makeStyles({
  image: {
    maxWidth: '100%',
    alignSelf: 'flex-start',
    // Pictures with holes are seen on either theme.
    backgroundColor: tokens.colorNeutralBackgroundStatic,
    borderRadius: tokens.borderRadiusMedium,
  },
})
