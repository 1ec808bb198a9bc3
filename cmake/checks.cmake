# What ctest checks beside the tests: layers, functions that read the locale, symbols of objects, what compilers say of
# mistakes, and that strangers can use the library.

add_test(NAME layers COMMAND ${PROJECT_SOURCE_DIR}/tools/check_layers.sh)
add_test(NAME locale COMMAND ${PROJECT_SOURCE_DIR}/tools/check_locale.sh)

set(exit_symbols ${CMAKE_COMMAND} -E env NM=${CMAKE_NM} ${PROJECT_SOURCE_DIR}/tests/build/exit_symbols.sh)
add_test(NAME exit_symbols COMMAND ${exit_symbols} $<TARGET_OBJECTS:optaxx> COMMAND_EXPAND_LISTS)

set(isa_symbols ${CMAKE_COMMAND} -E env NM=${CMAKE_NM} ${PROJECT_SOURCE_DIR}/tests/build/isa_symbols.sh)
add_test(NAME isa_symbols COMMAND ${isa_symbols} $<TARGET_OBJECTS:optaxx> COMMAND_EXPAND_LISTS)

# The other compiler's messages too, if it is there.
set(compilers ${CMAKE_CXX_COMPILER})
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  find_program(OPTAXX_OTHER_COMPILER NAMES clang++-14 clang++)
else()
  find_program(OPTAXX_OTHER_COMPILER NAMES g++-12 g++)
endif()
if(OPTAXX_OTHER_COMPILER)
  list(APPEND compilers ${OPTAXX_OTHER_COMPILER})
endif()
add_test(NAME mistakes COMMAND ${PROJECT_SOURCE_DIR}/tests/build/mistakes.sh
                               ${PROJECT_SOURCE_DIR}/include:${PROJECT_BINARY_DIR}/include ${compilers})

# The programs in Python around the benchmarks, as far as they time nothing.
find_package(Python3 QUIET COMPONENTS Interpreter)
if(Python3_FOUND)
  add_test(NAME compare_benchmarks COMMAND ${PROJECT_SOURCE_DIR}/tests/build/compare_benchmarks.sh ${Python3_EXECUTABLE}
                                           ${PROJECT_SOURCE_DIR}/tools/compare_benchmarks.py)
  set(peers ${CMAKE_COMMAND} -E env PYTHONDONTWRITEBYTECODE=1 ${Python3_EXECUTABLE}
            ${PROJECT_SOURCE_DIR}/benchmarks/peers/peers.py --library none)
  add_test(NAME peers.names_the_sizes COMMAND ${peers} 30k 31k)
  set_tests_properties(peers.names_the_sizes PROPERTIES PASS_REGULAR_EXPRESSION
                                                        "no size '31k'; there are 2410, 30k, 300k, 64Mi, 1000x1000, and recipes and transformations")
  add_test(NAME peers.quick_has_a_smaller_size COMMAND ${peers} --quick 16Mi 64Mi)
  set_tests_properties(peers.quick_has_a_smaller_size
                       PROPERTIES PASS_REGULAR_EXPRESSION "no size '64Mi'; there are 2410, 30k, 300k, 16Mi, 1000x1000")
  add_test(NAME peers.refuses_no_rounds COMMAND ${peers} --rounds 0)
  set_tests_properties(peers.refuses_no_rounds PROPERTIES PASS_REGULAR_EXPRESSION "--rounds must be positive, got 0")
  add_test(NAME peers.knows_its_tables COMMAND ${peers} recipes transformations --processor-time --threads 2)
  set_tests_properties(peers.knows_its_tables PROPERTIES PASS_REGULAR_EXPRESSION "idle threads spin: it is for one thread")
  add_test(NAME peers.refuses_no_threads COMMAND ${peers} --threads 0)
  set_tests_properties(peers.refuses_no_threads PROPERTIES PASS_REGULAR_EXPRESSION "--threads must be from 1 to [0-9]+, got 0")
endif()

# The picture of the benchmarks, of what they would have measured.
find_program(GNUPLOT gnuplot)
if(GNUPLOT)
  add_test(NAME speed_plot COMMAND ${PROJECT_SOURCE_DIR}/tests/build/speed_plot.sh ${GNUPLOT}
                                   ${PROJECT_SOURCE_DIR}/benchmarks/speed.gp)
endif()

if(TARGET optaxx_tool)
  set(golden ${PROJECT_SOURCE_DIR}/tests/golden)
  add_test(NAME tool.replay_passes
           COMMAND optaxx_tool replay ${golden}/adamw.safetensors.gz ${golden}/lion.safetensors.gz)
  add_test(NAME tool.replay_forced_within_a_bound
           COMMAND optaxx_tool replay --forced --max-ulp 6 ${golden}/lamb.safetensors.gz)
  add_test(NAME tool.replay_fails COMMAND optaxx_tool replay ${golden}/adamw.safetensors.gz ${golden}/lamb.safetensors.gz)
  add_test(NAME tool.replay_goes_on_after_an_error
           COMMAND optaxx_tool replay --json ${golden}/README.md ${golden}/adamw.safetensors.gz)
  add_test(NAME tool.replay_forced_within_a_bound_of_the_largest
           COMMAND optaxx_tool replay --forced --max-leaf-ulp 13 ${golden}/t5x_gpu_adamw.safetensors.gz
                   ${golden}/lamb.safetensors.gz)
  set_tests_properties(tool.replay_forced_within_a_bound_of_the_largest
                       PROPERTIES PASS_REGULAR_EXPRESSION "2 of 2 traces within 13 ULP of the array's largest .forced.")
  add_test(NAME tool.replay_outside_of_one_of_two_bounds COMMAND optaxx_tool replay --forced --max-leaf-ulp 13 --max-ulp 1000
                                                                 ${golden}/t5x_gpu_adamw.safetensors.gz)
  add_test(NAME tool.replay_bind COMMAND optaxx_tool replay --bind accumulate_gradient_steps=1+3 --forced --max-leaf-ulp 2
                                         ${golden}/easylm_adamw_accumulated.safetensors.gz)
  add_test(NAME tool.replay_bind_that_nobody_needs COMMAND optaxx_tool replay --bind lr=1e-3 ${golden}/adamw.safetensors.gz)
  set_tests_properties(tool.replay_fails tool.replay_outside_of_one_of_two_bounds PROPERTIES WILL_FAIL ON)
  set_tests_properties(tool.replay_bind_that_nobody_needs
                       PROPERTIES PASS_REGULAR_EXPRESSION "error: --bind lr: the recipe does not use that name")
  set_tests_properties(
    tool.replay_goes_on_after_an_error
    PROPERTIES PASS_REGULAR_EXPRESSION
               "\"ok\":false,[^\n]*\"error\":\"[^\n]*ends within its header\"}\n[^\n]*adamw[^\n]*\"ok\":true,\"steps\":35,")

  set(resume ${PROJECT_SOURCE_DIR}/tests/io/resume)
  add_test(NAME tool.inspect_checkpoint COMMAND optaxx_tool inspect ${resume}/adamw.safetensors)
  set_tests_properties(
    tool.inspect_checkpoint
    PROPERTIES
      PASS_REGULAR_EXPRESSION
      "25 arrays, 7224 bytes\n.*recipe +optax.adamw.*\nafter_100\n  params\n    dense\n      b +float32 +\\(4,\\) +16 .*  state\n    0\n      count +int32 +\\(\\) +4 +100 "
  )
  add_test(NAME tool.inspect_trace COMMAND optaxx_tool inspect --json ${golden}/adam.safetensors.gz)
  set_tests_properties(
    tool.inspect_trace
    PROPERTIES
      PASS_REGULAR_EXPRESSION
      "\"metadata\":{.*\"name\":\"0/grads/deep/1\",\"dtype\":\"float32\",\"shape\":\\[0,3\\],\"bytes\":0,\"min\":null,.*\"zeros\":0,\"nonfinite\":0"
  )
  add_test(NAME tool.inspect_foreign_types
           COMMAND optaxx_tool inspect --json ${PROJECT_SOURCE_DIR}/tests/tensors/types.safetensors)
  set_tests_properties(
    tool.inspect_foreign_types
    PROPERTIES
      PASS_REGULAR_EXPRESSION
      "\"I8\",\"shape\":\\[4\\],\"bytes\":4,\"min\":-128.0,\"max\":127.0,\"mean\":-0.5,.*\"C64\",\"shape\":\\[1\\],\"bytes\":8},.*\"F8_E4M3\",\"shape\":\\[3\\],\"bytes\":3,\"min\":-448.0,\"max\":1.0,.*\"U64\",\"shape\":\\[2\\],\"bytes\":16,\"min\":1.0,\"max\":1.8"
  )
  add_test(NAME tool.diff_passes COMMAND optaxx_tool diff ${golden}/adam.safetensors.gz ${golden}/adam.safetensors.gz)
  add_test(NAME tool.diff_fails COMMAND optaxx_tool diff ${resume}/adamw.safetensors ${resume}/multi_steps.safetensors)
  set_tests_properties(tool.diff_fails PROPERTIES WILL_FAIL ON)
  add_test(NAME tool.diff_within_a_bound_of_the_largest
           COMMAND optaxx_tool diff --max-leaf-ulp 52 ${golden}/training_eager.safetensors.gz
                   ${golden}/training_jit.safetensors.gz)
  add_test(NAME tool.diff_outside_of_one_of_two_bounds
           COMMAND optaxx_tool diff --max-leaf-ulp 52 --max-ulp 2571 ${golden}/training_eager.safetensors.gz
                   ${golden}/training_jit.safetensors.gz)
  set_tests_properties(tool.diff_outside_of_one_of_two_bounds PROPERTIES WILL_FAIL ON)
  add_test(NAME tool.diff_says_what_differs
           COMMAND optaxx_tool diff --json ${resume}/adamw.safetensors ${resume}/multi_steps.safetensors)
  set_tests_properties(
    tool.diff_says_what_differs
    PROPERTIES
      PASS_REGULAR_EXPRESSION
      "\"ok\":false,\"arrays\":[0-9]+,.*\"name\":\"after_100/state/mini_step\",\"is\":\"only in the second\"")

  add_test(NAME tool.explain_adam COMMAND optaxx_tool explain "optax.adam(1e-3)")
  set_tests_properties(
    tool.explain_adam
    PROPERTIES PASS_REGULAR_EXPRESSION
               "64, 32 and 10 units\n\noptax.adam[^\n]*\non 4 arrays, 2,410 parameters: float32\n.*1 sweep, 28 bytes")
  add_test(NAME tool.explain_with_the_parameters_of_a_trace
           COMMAND optaxx_tool explain --step 2 --params ${golden}/lamb.safetensors.gz
                   "optax.MultiSteps(optax.chain(optax.clip_by_global_norm(1e-6), optax.lion(1e-3)), 2)")
  set_tests_properties(
    tool.explain_with_the_parameters_of_a_trace
    PROPERTIES PASS_REGULAR_EXPRESSION "clip_by_global_norm needs the norm of all updates.*links  MultiSteps, clip_by_")
  add_test(NAME tool.explain_bind COMMAND optaxx_tool explain --bind lr=1e-3 "optax.adam(lr, *betas, mu_dtype=t)" --bind
                                          "betas=[0.8, 0.99]" --bind t=jnp.bfloat16)
  set_tests_properties(
    tool.explain_bind
    PROPERTIES PASS_REGULAR_EXPRESSION "optax.adam.learning_rate=0.001, b1=0.8, b2=0.99, mu_dtype=jnp.bfloat16.\n")
  add_test(NAME tool.explain_names_the_bad_binding COMMAND optaxx_tool explain --bind name=adam "optax.adam(name)")
  set_tests_properties(tool.explain_names_the_bad_binding
                       PROPERTIES PASS_REGULAR_EXPRESSION "optaxx: --bind name=adam: [^\n]*the name 'adam' is not bound")
  add_test(NAME tool.explain_says_that_there_is_no_file COMMAND optaxx_tool explain missing.py)
  set_tests_properties(tool.explain_says_that_there_is_no_file PROPERTIES PASS_REGULAR_EXPRESSION
                                                                          "^optaxx: there is no file missing.py\n$")
  add_test(NAME tool.explain_names_the_array_that_it_cannot_take
           COMMAND optaxx_tool explain --params ${PROJECT_SOURCE_DIR}/tests/tensors/types.safetensors "optax.adam(1e-3)")
  set_tests_properties(tool.explain_names_the_array_that_it_cannot_take
                       PROPERTIES PASS_REGULAR_EXPRESSION "types.safetensors has an array of the type I8 at a/int8\n$")
  add_test(NAME tool.explain_fails COMMAND optaxx_tool explain "optax.muon(1e-3)")
  set_tests_properties(tool.explain_fails PROPERTIES WILL_FAIL ON)

  add_test(NAME tool.hostile COMMAND ${PROJECT_SOURCE_DIR}/tests/build/tool.sh ${PROJECT_BINARY_DIR}
                                     ${CMAKE_CROSSCOMPILING_EMULATOR} $<TARGET_FILE:optaxx_tool>)
endif()

if(OPTAXX_INSTALL)
  set(work ${PROJECT_BINARY_DIR}/consumer)
  set(as_here CXX=${CMAKE_CXX_COMPILER} CXXFLAGS=${CMAKE_CXX_FLAGS} CMAKE_GENERATOR=${CMAKE_GENERATOR}
              CMAKE_CXX_COMPILER_LAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER}
              OBJECTS=${PROJECT_BINARY_DIR}/CMakeFiles/optaxx.dir)
  set(ways find_package headers add_subdirectory)
  find_program(PKG_CONFIG pkg-config)
  if(PKG_CONFIG)
    list(APPEND ways pkg_config native)
  endif()
  foreach(way IN LISTS ways)
    add_test(NAME consumer.${way} COMMAND ${PROJECT_SOURCE_DIR}/tests/consumer/run.sh ${way} ${work})
    set_tests_properties(consumer.${way} PROPERTIES FIXTURES_REQUIRED installed ENVIRONMENT "${as_here}")
  endforeach()

  add_test(NAME consumer.install COMMAND ${CMAKE_COMMAND} --install ${PROJECT_BINARY_DIR} --prefix ${work}/prefix)
  set_tests_properties(consumer.install PROPERTIES FIXTURES_SETUP installed)

  add_test(NAME consumer.build_type COMMAND ${PROJECT_SOURCE_DIR}/tests/consumer/run.sh build_type ${work})
  set_tests_properties(consumer.build_type PROPERTIES ENVIRONMENT "${as_here}")

  # The slowest of all tests, so it begins first.
  set_tests_properties(consumer.add_subdirectory PROPERTIES COST 1000 FIXTURES_REQUIRED "" FIXTURES_SETUP debug)
  add_test(NAME isa_symbols.debug COMMAND ${isa_symbols} ${work}/add_subdirectory)
  set_tests_properties(isa_symbols.debug PROPERTIES FIXTURES_REQUIRED debug)
endif()
