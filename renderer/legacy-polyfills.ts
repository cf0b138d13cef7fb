// For the old Chromium that the tests of the shell run in; a build for people leaves this file out.
import 'core-js/stable'
