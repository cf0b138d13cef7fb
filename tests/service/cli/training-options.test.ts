import { Command } from 'commander'
import { expect, test } from 'vitest'
import { TrainingSettings } from '../../../contract/training/training.ts'
import { addCallbackOptions, callbackSettings } from '../../../service/cli/training-options.ts'

/** The settings that a command line stands for, with their defaults. */
function settingsOf(...args: string[]): TrainingSettings {
  const command = addCallbackOptions(new Command('train').exitOverride()).configureOutput({
    writeErr: () => {},
  })
  command.parse(args, { from: 'user' })
  return TrainingSettings.parse(callbackSettings(command.opts()))
}

test('without options nothing is watched, and a checkpoint is written every five minutes', () => {
  expect(settingsOf()).toMatchObject({
    earlyStopping: null,
    bestCheckpoint: null,
    reduceOnPlateau: null,
    schedule: null,
    classWeight: null,
    terminateOnNaN: true,
    checkpoint: { everyMinutes: 5, everySteps: null },
  })
})

test("callbacks get Keras's settings, and its defaults where nothing is said", () => {
  const monitor = ['--monitor', 'val_accuracy']
  const settings = settingsOf(
    ...['--early-stopping', '3', '--restore-best-weights', '--save-best', ...monitor],
    ...['--baseline', '0.9', '--mode', 'max'],
    ...['--reduce-on-plateau', '2', '--reduce-factor', '0.5', '--min-learning-rate', '1e-5'],
  )
  expect(settings.earlyStopping).toMatchObject({
    monitor: 'val_accuracy',
    patience: 3,
    mode: 'max',
    baseline: 0.9,
    min_delta: 0,
    restore_best_weights: true,
  })
  expect(settings.bestCheckpoint).toMatchObject({ monitor: 'val_accuracy', save_best_only: true })
  expect(settings.reduceOnPlateau).toMatchObject({ patience: 2, factor: 0.5, min_lr: 1e-5, min_delta: 1e-4 })
})

test('a schedule and the optimizer take settings by their Keras names', () => {
  const settings = settingsOf(
    ...['--schedule', 'PiecewiseConstantDecay', '--schedule-setting', 'boundaries=[10,20]'],
    ...['--schedule-setting', 'values=[0.1,0.01,0.001]', '--optimizer-setting', 'clipnorm=1'],
    ...['--optimizer-setting', 'nesterov=on', '--optimizer-setting', 'weight_decay=none'],
  )
  expect(settings.schedule).toEqual({
    kind: 'PiecewiseConstantDecay',
    boundaries: [10, 20],
    values: [0.1, 0.01, 0.001],
  })
  expect(settings.optimizerSettings).toEqual({ clipnorm: 1, nesterov: true, weight_decay: null })
})

test('class weights are balanced, or named class by class', () => {
  expect(settingsOf('--class-weight', 'balanced').classWeight).toBe('balanced')
  expect(settingsOf('--class-weight', 'a=b=2,c=0.5').classWeight).toEqual({ 'a=b': 2, c: 0.5 })
  expect(() => settingsOf('--class-weight', 'a')).toThrow('class=weight')
  expect(() => settingsOf('--early-stopping', 'soon')).toThrow('not a number')
})
