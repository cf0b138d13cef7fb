import { Group, Kbd, Modal, Text, Title } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'react-router'
import classes from './shortcuts.module.css'
import { shortcutGroups, useShortcutList } from './shortcuts.ts'

const onMac = /Mac/.test(navigator.platform)

/** Every shortcut in one place, those of the screen that is open first. */
export function ShortcutsDialog() {
  const { t } = useTranslation('shortcuts')
  const { open } = useShortcutList()
  const { pathname } = useLocation()
  const here = shortcutGroups.filter(({ at }) => at?.test(pathname))
  const groups = [...here, ...shortcutGroups.filter((group) => !here.includes(group))]
  return (
    <Modal
      opened={open}
      onClose={() => useShortcutList.setState({ open: false })}
      title={t('title')}
      closeButtonProps={{ 'aria-label': t('shell:close') }}
      size={760}
    >
      <div className={classes.groups}>
        {groups.map(({ group, acts }) => (
          <section key={group} className={classes.group}>
            <Title order={3} size="xs" c="dimmed" mb={4}>
              {t(`groups.${group}`)}
            </Title>
            <dl className={classes.acts}>
              {acts.map(([act, keys]) => (
                <Fragment key={act}>
                  <dt>
                    <Text size="sm">{t(`acts.${act}`)}</Text>
                  </dt>
                  <dd>
                    <Keys keys={keys} />
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}

/** Keys one after the other; `+` joins those that are pressed together. */
function Keys({ keys }: { keys: string }) {
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {keys.split(' ').map((part) => (
        <Fragment key={part}>
          {part.split('+').map((key) => (
            <Kbd key={key} size="xs">
              {key === 'Ctrl' && onMac ? '⌘' : key}
            </Kbd>
          ))}
        </Fragment>
      ))}
    </Group>
  )
}
