import django.db.models.deletion
import django.utils.timezone
import home.models.settings
import modelcluster.fields
import modelsearch.index
import stories.models.group_field
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('home', '0002_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='Technique',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Used in addresses; do not change it later.', max_length=60, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=120, verbose_name='name (Polish)')),
                ('name_en', models.CharField(blank=True, max_length=120, verbose_name='name (English)')),
                ('name_uk', models.CharField(blank=True, max_length=120, verbose_name='name (Ukrainian)')),
            ],
            options={
                'verbose_name': 'technique',
                'verbose_name_plural': 'techniques',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='CampaignIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what the page is about. Shown under the title and in lists.', max_length=400, verbose_name='lead')),
                ('picture_alt', models.CharField(blank=True, help_text='What the picture shows, for people who do not see it. Needed whenever there is a picture.', max_length=250, verbose_name='alternative text')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'list of campaigns',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='CampaignPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what the page is about. Shown under the title and in lists.', max_length=400, verbose_name='lead')),
                ('picture_alt', models.CharField(blank=True, help_text='What the picture shows, for people who do not see it. Needed whenever there is a picture.', max_length=250, verbose_name='alternative text')),
                ('slogan', models.CharField(max_length=120, verbose_name='slogan')),
                ('purpose', models.TextField(help_text='What the campaign wants people to do or know.', max_length=600, verbose_name='aim')),
                ('starts_on', models.DateField(verbose_name='first day')),
                ('ends_on', models.DateField(verbose_name='last day')),
                ('channels', wagtail.fields.StreamField([('channel', 8)], blank=True, block_lookup={0: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('billboard', 'billboard'), ('citylight', 'citylight'), ('tv', 'television'), ('radio', 'radio'), ('press', 'press'), ('social', 'social media'), ('event', 'event'), ('mail', 'mailing')], 'label': 'Channel'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Carrier or station', 'max_length': 160}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Place', 'max_length': 160, 'required': False}), 3: ('wagtail.blocks.DateBlock', (), {'label': 'First day'}), 4: ('wagtail.blocks.DateBlock', (), {'label': 'Last day'}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'What is seen or heard', 'required': False}), 6: ('wagtail.blocks.TextBlock', (), {'help_text': 'The words of a spot or recording. Needed for television and radio.', 'label': 'Transcript', 'required': False}), 7: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 8: ('wagtail.blocks.StructBlock', [[('kind', 0), ('carrier', 1), ('place', 2), ('start', 3), ('end', 4), ('description', 5), ('transcript', 6), ('creative', 7)]], {})}, verbose_name='channels')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('picture', 4), ('video', 6), ('quote', 9), ('note', 11), ('product', 13), ('figure', 15)], blank=True, block_lookup={0: ('home.blocks.text.HeadingBlock', (), {}), 1: ('home.blocks.text.ParagraphBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.snippets.blocks.SnippetChooserBlock', ('home.Video',), {'label': 'Film'}), 6: ('wagtail.blocks.StructBlock', [[('video', 5)]], {}), 7: ('wagtail.blocks.TextBlock', (), {'label': 'Quote', 'max_length': 400}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Who says it', 'max_length': 120, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('text', 7), ('who', 8)]], {}), 10: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ul'], 'label': 'Text'}), 11: ('wagtail.blocks.StructBlock', [[('text', 10)]], {}), 12: ('wagtail.snippets.blocks.SnippetChooserBlock', ('shop.Product',), {'label': 'Product'}), 13: ('wagtail.blocks.StructBlock', [[('product', 12)]], {}), 14: ('wagtail.snippets.blocks.SnippetChooserBlock', ('goodpractices.Figure',), {'label': 'Figure'}), 15: ('wagtail.blocks.StructBlock', [[('figure', 14)]], {})}, verbose_name='text')),
                ('funders', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Their marks stand at the foot of the page.', related_name='campaigns', to='home.funder', verbose_name='funders')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'campaign',
                'verbose_name_plural': 'campaigns',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Enterprise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=60, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=160, verbose_name='name')),
                ('kind', models.CharField(choices=[('wtz', 'occupational therapy workshop (WTZ)'), ('zaz', 'vocational activity establishment (ZAZ)'), ('social_cooperative', 'social cooperative'), ('cis', 'social integration centre (CIS)'), ('kis', 'social integration club (KIS)'), ('foundation', 'foundation'), ('association', 'association'), ('other', 'other social enterprise')], max_length=30, verbose_name='kind')),
                ('running_body', models.CharField(blank=True, help_text='Who runs the workshop. A WTZ is no legal person, so here it must be filled in.', max_length=200, verbose_name='running body')),
                ('street', models.CharField(max_length=120, verbose_name='street and number')),
                ('postcode', models.CharField(max_length=6, verbose_name='postcode')),
                ('city', models.CharField(max_length=80, verbose_name='town')),
                ('voivodeship', models.CharField(choices=[('dolnoslaskie', 'Lower Silesian'), ('kujawsko-pomorskie', 'Kuyavian-Pomeranian'), ('lubelskie', 'Lublin'), ('lubuskie', 'Lubusz'), ('lodzkie', 'Łódź'), ('malopolskie', 'Lesser Poland'), ('mazowieckie', 'Masovian'), ('opolskie', 'Opole'), ('podkarpackie', 'Subcarpathian'), ('podlaskie', 'Podlaskie'), ('pomorskie', 'Pomeranian'), ('slaskie', 'Silesian'), ('swietokrzyskie', 'Holy Cross'), ('warminsko-mazurskie', 'Warmian-Masurian'), ('wielkopolskie', 'Greater Poland'), ('zachodniopomorskie', 'West Pomeranian')], max_length=30, verbose_name='voivodeship')),
                ('latitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=5, max_digits=8, null=True, verbose_name='longitude')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('opening_hours', models.CharField(blank=True, help_text='When buyers can pick up their goods.', max_length=200, verbose_name='opening hours')),
                ('founded', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='founded in')),
                ('people', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='people it works with')),
                ('people_as_of', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='as of the year')),
                ('groups', stories.models.group_field.GroupsField(blank=True, default=list, help_text='Buyers find its goods by this („Whom you support”). Nothing ticked: it follows from the kind, as the law says whom a WTZ, a ZAZ, a CIS, a KIS and a social cooperative are for; a foundation or an association then has none. What is ticked stands in its place, so tick all, and only what the texts of the profile say.', verbose_name='whom it supports')),
                ('nip', models.CharField(blank=True, max_length=13, verbose_name='NIP')),
                ('krs', models.CharField(blank=True, max_length=10, verbose_name='KRS')),
                ('regon', models.CharField(blank=True, max_length=14, verbose_name='REGON')),
                ('tax_status', models.CharField(choices=[('vat_active', 'VAT payer'), ('vat_exempt', 'exempt from VAT (art. 113 of the VAT Act)'), ('outside_vat', 'outside VAT (WTZ)')], max_length=20, verbose_name='tax status')),
                ('bank_account', models.CharField(blank=True, max_length=34, validators=[home.models.settings.validate_account_number], verbose_name='bank account')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('packed_by', models.ForeignKey(blank=True, help_text='Another enterprise in the same house (the same street, postcode and town), whose staff pack and send these goods together with their own: the buyer gets and pays for one parcel. Leave it empty where this enterprise packs by itself. Orders already placed keep their parcels.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='packs_for', to='stories.enterprise', verbose_name='parcels are packed and sent by')),
                ('staff', models.ManyToManyField(blank=True, help_text='They look after the goods and parcels of this enterprise and of no other.', related_name='enterprises', to=settings.AUTH_USER_MODEL, verbose_name='staff with a login')),
                ('techniques', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='makers', to='stories.technique', verbose_name='techniques')),
            ],
            options={
                'verbose_name': 'enterprise',
                'verbose_name_plural': 'enterprises',
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('packed_by', models.F('pk')), _negated=True), name='enterprise_is_packed_by_another')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='EnterpriseIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what the page is about. Shown under the title and in lists.', max_length=400, verbose_name='lead')),
                ('picture_alt', models.CharField(blank=True, help_text='What the picture shows, for people who do not see it. Needed whenever there is a picture.', max_length=250, verbose_name='alternative text')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'list of enterprises',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EnterprisePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what the page is about. Shown under the title and in lists.', max_length=400, verbose_name='lead')),
                ('picture_alt', models.CharField(blank=True, help_text='What the picture shows, for people who do not see it. Needed whenever there is a picture.', max_length=250, verbose_name='alternative text')),
                ('claims_evidence', models.CharField(blank=True, help_text='Only for texts with words such as “ecological”: certificate with its number, or a test and where to read it. Shown to readers (Directive (EU) 2024/825).', max_length=300, verbose_name='evidence for claims')),
                ('people_text', models.TextField(help_text='Who learns, works or is supported here.', max_length=400, verbose_name='whom it works with')),
                ('income_purpose', models.CharField(help_text='One concrete phrase that goes on after “The income is for:”. It is shown with every product, in the basket, on the order and on the parcel.', max_length=200, verbose_name='what the income is for')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('picture', 4), ('video', 6), ('quote', 9), ('note', 11), ('product', 13), ('figure', 15)], blank=True, block_lookup={0: ('home.blocks.text.HeadingBlock', (), {}), 1: ('home.blocks.text.ParagraphBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.snippets.blocks.SnippetChooserBlock', ('home.Video',), {'label': 'Film'}), 6: ('wagtail.blocks.StructBlock', [[('video', 5)]], {}), 7: ('wagtail.blocks.TextBlock', (), {'label': 'Quote', 'max_length': 400}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Who says it', 'max_length': 120, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('text', 7), ('who', 8)]], {}), 10: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ul'], 'label': 'Text'}), 11: ('wagtail.blocks.StructBlock', [[('text', 10)]], {}), 12: ('wagtail.snippets.blocks.SnippetChooserBlock', ('shop.Product',), {'label': 'Product'}), 13: ('wagtail.blocks.StructBlock', [[('product', 12)]], {}), 14: ('wagtail.snippets.blocks.SnippetChooserBlock', ('goodpractices.Figure',), {'label': 'Figure'}), 15: ('wagtail.blocks.StructBlock', [[('figure', 14)]], {})}, verbose_name='text')),
                ('enterprise', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='stories.enterprise', verbose_name='enterprise')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'enterprise profile',
                'verbose_name_plural': 'enterprise profiles',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='EventIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what the page is about. Shown under the title and in lists.', max_length=400, verbose_name='lead')),
                ('picture_alt', models.CharField(blank=True, help_text='What the picture shows, for people who do not see it. Needed whenever there is a picture.', max_length=250, verbose_name='alternative text')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'list of events',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what the page is about. Shown under the title and in lists.', max_length=400, verbose_name='lead')),
                ('picture_alt', models.CharField(blank=True, help_text='What the picture shows, for people who do not see it. Needed whenever there is a picture.', max_length=250, verbose_name='alternative text')),
                ('starts_at', models.DateTimeField(help_text='Where nobody knows the hours: 0:00, and the end at 23:59. Readers then see the day alone.', verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('venue', models.CharField(help_text='Name of the building, or: online.', max_length=160, verbose_name='place')),
                ('street', models.CharField(blank=True, max_length=120, verbose_name='street and number')),
                ('postcode', models.CharField(blank=True, max_length=6, verbose_name='postcode')),
                ('city', models.CharField(blank=True, max_length=80, verbose_name='town')),
                ('voivodeship', models.CharField(blank=True, choices=[('dolnoslaskie', 'Lower Silesian'), ('kujawsko-pomorskie', 'Kuyavian-Pomeranian'), ('lubelskie', 'Lublin'), ('lubuskie', 'Lubusz'), ('lodzkie', 'Łódź'), ('malopolskie', 'Lesser Poland'), ('mazowieckie', 'Masovian'), ('opolskie', 'Opole'), ('podkarpackie', 'Subcarpathian'), ('podlaskie', 'Podlaskie'), ('pomorskie', 'Pomeranian'), ('slaskie', 'Silesian'), ('swietokrzyskie', 'Holy Cross'), ('warminsko-mazurskie', 'Warmian-Masurian'), ('wielkopolskie', 'Greater Poland'), ('zachodniopomorskie', 'West Pomeranian')], max_length=30, verbose_name='voivodeship')),
                ('accessibility', models.TextField(help_text='Entrance, lift, toilet, induction loop, sign language, quiet place, parking.', max_length=1000, verbose_name='accessibility of the place')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('picture', 4), ('video', 6), ('quote', 9), ('note', 11), ('product', 13), ('figure', 15)], blank=True, block_lookup={0: ('home.blocks.text.HeadingBlock', (), {}), 1: ('home.blocks.text.ParagraphBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.snippets.blocks.SnippetChooserBlock', ('home.Video',), {'label': 'Film'}), 6: ('wagtail.blocks.StructBlock', [[('video', 5)]], {}), 7: ('wagtail.blocks.TextBlock', (), {'label': 'Quote', 'max_length': 400}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Who says it', 'max_length': 120, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('text', 7), ('who', 8)]], {}), 10: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ul'], 'label': 'Text'}), 11: ('wagtail.blocks.StructBlock', [[('text', 10)]], {}), 12: ('wagtail.snippets.blocks.SnippetChooserBlock', ('shop.Product',), {'label': 'Product'}), 13: ('wagtail.blocks.StructBlock', [[('product', 12)]], {}), 14: ('wagtail.snippets.blocks.SnippetChooserBlock', ('goodpractices.Figure',), {'label': 'Figure'}), 15: ('wagtail.blocks.StructBlock', [[('figure', 14)]], {})}, verbose_name='text')),
                ('enterprises', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='events', to='stories.enterprise', verbose_name='enterprises')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StoryIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what the page is about. Shown under the title and in lists.', max_length=400, verbose_name='lead')),
                ('picture_alt', models.CharField(blank=True, help_text='What the picture shows, for people who do not see it. Needed whenever there is a picture.', max_length=250, verbose_name='alternative text')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'list of stories',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StoryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='wagtailcore.page')),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what the page is about. Shown under the title and in lists.', max_length=400, verbose_name='lead')),
                ('picture_alt', models.CharField(blank=True, help_text='What the picture shows, for people who do not see it. Needed whenever there is a picture.', max_length=250, verbose_name='alternative text')),
                ('published_on', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                ('author', models.CharField(blank=True, max_length=120, verbose_name='author')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('picture', 4), ('video', 6), ('quote', 9), ('note', 11), ('product', 13), ('figure', 15)], block_lookup={0: ('home.blocks.text.HeadingBlock', (), {}), 1: ('home.blocks.text.ParagraphBlock', (), {}), 2: ('wagtail.images.blocks.ImageBlock', [], {'label': 'Picture'}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('image', 2), ('caption', 3)]], {}), 5: ('wagtail.snippets.blocks.SnippetChooserBlock', ('home.Video',), {'label': 'Film'}), 6: ('wagtail.blocks.StructBlock', [[('video', 5)]], {}), 7: ('wagtail.blocks.TextBlock', (), {'label': 'Quote', 'max_length': 400}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Who says it', 'max_length': 120, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('text', 7), ('who', 8)]], {}), 10: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'ul'], 'label': 'Text'}), 11: ('wagtail.blocks.StructBlock', [[('text', 10)]], {}), 12: ('wagtail.snippets.blocks.SnippetChooserBlock', ('shop.Product',), {'label': 'Product'}), 13: ('wagtail.blocks.StructBlock', [[('product', 12)]], {}), 14: ('wagtail.snippets.blocks.SnippetChooserBlock', ('goodpractices.Figure',), {'label': 'Figure'}), 15: ('wagtail.blocks.StructBlock', [[('figure', 14)]], {})}, verbose_name='text')),
                ('enterprises', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Whom the story is about. It is then shown with all their goods.', related_name='stories', to='stories.enterprise', verbose_name='enterprises')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='home.marketimage', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'story',
                'verbose_name_plural': 'stories',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(choices=[('zakup_prospoleczny', 'Zakup Prospołeczny'), ('base', 'BASE'), ('ps_status', 'social enterprise status')], max_length=30, verbose_name='scheme')),
                ('number', models.CharField(max_length=60, verbose_name='number')),
                ('issuer', models.CharField(max_length=160, verbose_name='issued by')),
                ('valid_from', models.DateField(verbose_name='valid from')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='valid to')),
                ('enterprise', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='certificates', to='stories.enterprise')),
            ],
            options={
                'verbose_name': 'certificate',
                'verbose_name_plural': 'certificates',
                'ordering': ['-valid_from'],
                'constraints': [models.UniqueConstraint(fields=('scheme', 'number'), name='certificate_number_unique'), models.CheckConstraint(condition=models.Q(('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='certificate_ends_after_it_begins')],
            },
        ),
    ]
