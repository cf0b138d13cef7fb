import type { ComponentType } from 'react'

const found = import.meta.glob<{ ModelsScreen: ComponentType }>('../models/models-screen.tsx')

/** Loads the Models screen; undefined in a build without it, which then has neither its route nor its noun. */
export const loadModelsScreen = Object.values(found)[0]
