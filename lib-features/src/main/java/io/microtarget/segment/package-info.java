/**
 * People who resemble each other, down to the smallest group that may be shown.
 *
 * <p>In: {@link io.microtarget.feature.FeatureTables#FEATURE} and, for which features are of use,
 * {@link io.microtarget.feature.FeatureTables#FEATURE_DEFINITION}. Out: {@link
 * io.microtarget.segment.SegmentTables#SEGMENT_DEFINITION} (the rule) and {@link
 * io.microtarget.segment.SegmentTables#SEGMENT_MEMBERSHIP} (the fact), for every segmentation of
 * the settings.
 *
 * <p>Choice: k-means, because the rule of a segment is then one sentence (the nearest centre) that
 * also holds for a subject seen tomorrow. The number of clusters is the one with the highest mean
 * silhouette on one sample, which stands in the memory of the driver: a run of a few thousand
 * subjects needs no distributed fit, a run of millions fits all of them from the centres of the
 * sample. A cluster below the smallest allowed size is dissolved into its neighbours, never
 * published. The silhouette's verdict stands in the rule, so that clusters cut out of a formless
 * cloud say so.
 *
 * @see <a href="https://doi.org/10.1016/0377-0427(87)90125-7">Rousseeuw 1987, Silhouettes</a>
 */
package io.microtarget.segment;
