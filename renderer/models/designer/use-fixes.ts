import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { type Fix, findFix } from '../../../contract/graph/find-fix.ts'
import type { GraphFault, GraphShapes } from '../../../contract/graph/infer-shapes.ts'
import type { ModelDocument } from '../../../contract/model/model.ts'
import { connectLayers, insertLayer, setSetting } from '../edit/edit-graph.ts'
import { useDesign } from './design-store.ts'
import { valueText } from './layer-facts.ts'

const applied = (document: ModelDocument, fix: Fix): ModelDocument => {
  if (fix.kind === 'insert') return insertLayer(document, fix.layer, fix.edge, fix.settings).document
  if (fix.kind === 'connect') return connectLayers(document, fix.from, fix.to)
  return setSetting(document, fix.layer, fix.name, fix.value)
}

/** Finds the act that mends a fault: its words, and the doing of it. */
export function useFixes(document: ModelDocument, graph: GraphShapes) {
  const { t } = useTranslation('models')
  const change = useDesign((state) => state.change)
  return useCallback(
    (fault: GraphFault) => {
      const fix = findFix(document, graph, fault)
      if (!fix) return null
      const label =
        fix.kind === 'insert'
          ? t('fix.insert', { layer: fix.layer })
          : fix.kind === 'connect'
            ? t('fix.connect', { layer: fix.from })
            : t('fix.set', { name: fix.name, value: valueText(fix.value) })
      return { label, apply: () => change((now) => applied(now, fix)) }
    },
    [document, graph, t, change],
  )
}
