import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Augmentation, AugmentationPreview } from '../../../contract/data/augmentation.ts'
import { callService, type ServiceFailure } from '../../service.ts'

/** A few items as they would be trained on. While the next are drawn, those before stay. */
export function usePreview(id: string, augmentation: Augmentation, seed: number) {
  const [settled] = useDebouncedValue(augmentation, 80)
  const input = { id, augmentation: settled, seed }
  return useQuery<AugmentationPreview, ServiceFailure>({
    queryKey: ['dataset.previewAugmentation', input],
    queryFn: () => callService('dataset.previewAugmentation', input),
    placeholderData: keepPreviousData,
    // Hundreds of pictures a minute while a slider is moved.
    gcTime: 10_000,
  })
}
